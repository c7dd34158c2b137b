/// Whoever answers a dialog by the keyboard goes on where they were, also when no button of the page led to it.
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, it } from "vitest";
import { Dialog } from "./Dialog";

afterEach(cleanup);

/** A page on which F2 asks for a name, over the row that `row` keeps. */
function Page({ row = true }: { row?: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <main id="main" tabIndex={-1}>
      {row && (
        <button type="button" onKeyDown={(event) => event.key === "F2" && setOpen(true)}>
          row
        </button>
      )}
      <Dialog open={open} onOpenChange={setOpen} title="Name">
        <input aria-label="name" ref={(field) => field?.focus()} />
      </Dialog>
    </main>
  );
}

async function asked(): Promise<HTMLElement> {
  screen.getByText("row").focus();
  fireEvent.keyDown(screen.getByText("row"), { key: "F2" });
  const field = await screen.findByLabelText("name");
  await waitFor(() => expect(document.activeElement).toBe(field));
  return field;
}

it("gives the focus back to what had it", async () => {
  render(<Page />);
  fireEvent.keyDown(await asked(), { key: "Escape" });
  await waitFor(() => expect(document.activeElement).toBe(screen.getByText("row")));
});

it("gives it to the page when that is gone", async () => {
  const { rerender } = render(<Page />);
  const field = await asked();
  rerender(<Page row={false} />);
  fireEvent.keyDown(field, { key: "Escape" });
  await waitFor(() => expect(document.activeElement).toBe(document.getElementById("main")));
});
