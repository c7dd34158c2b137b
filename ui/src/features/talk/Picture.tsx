/// A picture on a message. Its bytes come from the data folder through the host; nothing is fetched from anywhere.
import { ImageOff, LoaderCircle } from "lucide-react";
import { useState } from "react";
import { useRead, type Attachment } from "@/api";
import { Dialog, useBlobAddress } from "@/components";
import { m } from "@/i18n";

export function Picture({ file }: { file: Attachment }) {
  const { data: bytes, isError } = useRead("attachments.read", { uid: file.uid });
  const address = useBlobAddress(bytes);
  const [large, setLarge] = useState(false);
  const [broken, setBroken] = useState(false);
  if (isError || broken) {
    return (
      <span className="inline-flex items-center gap-2 rounded-md border border-line bg-raised px-3 py-2 text-sm text-ink-3">
        <ImageOff size={15} aria-hidden />
        {m.talk_picture_broken({ name: file.name })}
      </span>
    );
  }
  if (address === null) {
    return (
      <span className="grid size-32 place-items-center rounded-md border border-line bg-sunken text-ink-3">
        <LoaderCircle size={16} className="animate-spin" aria-hidden />
        <span className="sr-only">{m.talk_picture_loading({ name: file.name })}</span>
      </span>
    );
  }
  return (
    <>
      <button type="button" aria-label={m.talk_picture_open({ name: file.name })} onClick={() => setLarge(true)} className="block overflow-hidden rounded-md border border-line">
        <img src={address} alt={file.name} onError={() => setBroken(true)} className="max-h-48 max-w-72 object-contain" />
      </button>
      <Dialog open={large} onOpenChange={setLarge} wide title={file.name}>
        <img src={address} alt={file.name} className="mx-auto max-h-[70vh] max-w-full pb-4" />
      </Dialog>
    </>
  );
}
