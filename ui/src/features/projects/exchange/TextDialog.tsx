/// A text that is to leave Hisho: shown, copied, and in a browser kept as a file.
import { Check, Copy, Download } from "lucide-react";
import { useState } from "react";
import type { TextFile } from "@/api";
import { Button, Dialog, TextField } from "@/components";
import { m } from "@/i18n";
import { useHost } from "@/platform";

export function TextDialog({ file, onClose }: { file: TextFile; onClose: () => void }) {
  const host = useHost();
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = () => {
    navigator.clipboard.writeText(file.text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  const download = () => {
    const address = URL.createObjectURL(new Blob([file.text], { type: "text/plain;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = file.name;
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={file.name}
      description={m.projects_export_text()}
      footer={
        <>
          <Button onClick={onClose}>{m.action_close()}</Button>
          {/* The desktop window keeps no downloads. */}
          {host.kind === "browser" && (
            <Button icon={Download} onClick={download}>
              {m.projects_export_save()}
            </Button>
          )}
          <Button variant="primary" icon={copied === true ? Check : Copy} onClick={copy}>
            {copied === true ? m.projects_export_copied() : m.projects_export_copy()}
          </Button>
        </>
      }
    >
      <TextField hideLabel label={file.name} multiline rows={14} value={file.text} onChange={() => undefined} controlClassName="font-mono text-sm" />
      {copied === false && (
        <p role="alert" className="mt-2 text-sm text-red">
          {m.projects_export_not_copied()}
        </p>
      )}
    </Dialog>
  );
}
