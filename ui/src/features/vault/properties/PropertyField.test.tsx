/// A property that was changed by the keyboard is gone on with by the keyboard.
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, it } from "vitest";
import { PropertyField } from "./PropertyField";

afterEach(cleanup);

/** A note whose file takes up what is written as soon as `settle` is pressed. */
function Note() {
  const [value, setValue] = useState<unknown>("draft");
  const [written, setWritten] = useState<unknown>(value);
  return (
    <>
      <PropertyField name="state" type="text" value={value} onWrite={setWritten} />
      <button type="button" onClick={() => setValue(written)}>
        settle
      </button>
      <button type="button" onClick={() => setValue("from elsewhere")}>
        other
      </button>
    </>
  );
}

const field = () => screen.getByLabelText<HTMLInputElement>("state");

it("keeps the focus when Enter has written it", () => {
  render(<Note />);
  field().focus();
  fireEvent.change(field(), { target: { value: "done" } });
  fireEvent.keyDown(field(), { key: "Enter" });
  fireEvent.click(screen.getByText("settle"));
  expect(document.activeElement).toBe(field());
  expect(field().value).toBe("done");
});

it("shows what another program wrote, but never over what is being typed", () => {
  render(<Note />);
  fireEvent.click(screen.getByText("other"));
  expect(field().value).toBe("from elsewhere");
  fireEvent.change(field(), { target: { value: "mine" } });
  fireEvent.keyDown(field(), { key: "Enter" });
  fireEvent.change(field(), { target: { value: "mine, and more" } });
  fireEvent.click(screen.getByText("settle"));
  expect(field().value).toBe("mine, and more");
});
