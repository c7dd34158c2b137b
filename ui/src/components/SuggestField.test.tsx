/// Choosing from the list by keys, and typing what it does not hold.
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { Dialog } from "./Dialog";
import { SuggestField } from "./SuggestField";

afterEach(cleanup);

const MODELS = [{ value: "brush-1" }, { value: "brush-2", title: "Large" }, { value: "ﾋﾟﾝ" }];

function Form({ onKey }: { onKey: (key: string) => void }) {
  const [value, setValue] = useState("");
  return (
    // A dialog around the field hears the keys that the field leaves alone.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div onKeyDown={(event) => onKey(event.key)}>
      <SuggestField label="Model" value={value} onChange={setValue} suggestions={MODELS} />
    </div>
  );
}

function open() {
  Element.prototype.scrollIntoView = vi.fn();
  const onKey = vi.fn();
  render(<Form onKey={onKey} />);
  const field = screen.getByRole<HTMLInputElement>("combobox", { name: "Model" });
  return { field, onKey, options: () => screen.queryAllByRole("option").map(({ textContent }) => textContent) };
}

it("offers everything at first, and what fits once something is typed, whatever its width", () => {
  const { field, options } = open();
  fireEvent.click(field);
  expect(options()).toEqual(["brush-1", "brush-2Large", "ﾋﾟﾝ"]);
  fireEvent.change(field, { target: { value: "ＬＡＲ" } });
  expect(options()).toEqual(["brush-2Large"]);
  fireEvent.change(field, { target: { value: "ピン" } });
  expect(options()).toEqual(["ﾋﾟﾝ"]);
});

it("chooses by arrows and Enter, and keeps Escape from whatever is around it only while the list is open", () => {
  const { field, onKey, options } = open();
  for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "Enter"]) fireEvent.keyDown(field, { key });
  expect([field.value, options()]).toEqual(["brush-2", []]);
  fireEvent.keyDown(field, { key: "ArrowDown" });
  fireEvent.keyDown(field, { key: "Escape" });
  expect([options(), onKey.mock.calls]).toEqual([[], []]);
  fireEvent.keyDown(field, { key: "Escape" });
  expect(onKey).toHaveBeenCalledWith("Escape");
});

it("closes its list before the dialog around it closes", () => {
  const change = vi.fn();
  render(
    <Dialog open onOpenChange={change} title="Account">
      <SuggestField label="Model" value="" onChange={() => undefined} suggestions={MODELS} />
    </Dialog>,
  );
  const field = screen.getByRole("combobox", { name: "Model" });
  fireEvent.click(field);
  fireEvent.keyDown(field, { key: "Escape" });
  expect([change.mock.calls, screen.queryAllByRole("option")]).toEqual([[], []]);
  fireEvent.keyDown(field, { key: "Escape" });
  expect(change).toHaveBeenCalledWith(false);
});

it("takes what no list holds", () => {
  const { field } = open();
  fireEvent.change(field, { target: { value: "my-own" } });
  fireEvent.keyDown(field, { key: "Enter" });
  expect(field.value).toBe("my-own");
});
