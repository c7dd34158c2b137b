/// A file of the vault that is no note: a picture is shown, anything else is named and can be opened elsewhere.
import { ExternalLink, FileImage } from "lucide-react";
import { useRead } from "@/api";
import { Button, ErrorNotice, Loading } from "@/components";
import { m } from "@/i18n";
import { useFileWork } from "./FileWork";
import { fileName, splitName } from "./treeRows";

const PICTURES = new Set([".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".svg"]);

export function FileView({ path }: { path: string }) {
  const work = useFileWork();
  const picture = PICTURES.has(splitName(fileName(path)).ending.toLowerCase());
  return (
    <article aria-label={fileName(path)} className="mx-auto flex h-full max-w-4xl flex-col gap-5 px-8 pt-6 pb-12">
      <header className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <h2 className="min-w-0 flex-1 basis-64 font-title text-2xl font-semibold text-balance wrap-anywhere">{fileName(path)}</h2>
        <Button size="sm" icon={ExternalLink} onClick={() => work.openInObsidian(path)}>
          {m.vault_open_obsidian()}
        </Button>
      </header>
      {picture ? (
        <Picture path={path} />
      ) : (
        <p className="flex items-center gap-2.5 text-ink-2">
          <FileImage size={18} className="shrink-0 text-ink-3" aria-hidden />
          {m.files_not_shown()}
        </p>
      )}
    </article>
  );
}

function Picture({ path }: { path: string }) {
  const file = useRead("vault.file", { path });
  if (file.isPending) return <Loading label={m.files_picture_loading()} />;
  if (!file.data) return <ErrorNotice error={file.error} retry={() => void file.refetch()} />;
  return <img src={`data:${file.data.media_type};base64,${file.data.base64}`} alt={fileName(path)} className="max-h-[70vh] max-w-full self-start rounded-md border border-line object-contain" />;
}
