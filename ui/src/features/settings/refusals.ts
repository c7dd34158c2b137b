/// Words for what only happens here: nothing could be taken out of a backup, exported or imported. Must not know React.
import { errorText, type CommandError, type ErrorText } from "@/api";
import { m } from "@/i18n";

type Facts = Pick<CommandError, "code" | "params">;

const reasonOf = ({ params }: Facts): string => (typeof params["reason"] === "string" ? params["reason"] : "");

/** Why something could not be taken out of a backup, and whether another key for the project would help. */
export function takeOutWords(failure: Facts): { text: string; anotherKey: boolean } {
  if (failure.code === "refused") {
    switch (reasonOf(failure)) {
      case "exists":
        return { text: m.settings_take_out_exists(), anotherKey: false };
      case "in_trash":
        return { text: m.settings_take_out_in_trash(), anotherKey: false };
      case "name_taken":
        return failure.params["field"] === "key"
          ? { text: m.settings_take_out_key_taken(), anotherKey: true }
          : { text: m.settings_take_out_name_taken(), anotherKey: false };
    }
  }
  const { what, advice } = errorText(failure);
  return { text: `${what} ${advice}`.trim(), anotherKey: false };
}

/** Why an export could not be written. */
export function exportWords(failure: Facts): ErrorText {
  const kept = m.settings_export_kept();
  if (failure.code === "refused") {
    switch (reasonOf(failure)) {
      case "not_empty":
        return { what: m.settings_export_not_empty(), kept, advice: m.settings_export_not_empty_advice() };
      case "inside_vault":
        return { what: m.settings_export_inside_vault(), kept, advice: m.settings_export_elsewhere() };
      case "inside_data_folder":
        return { what: m.settings_export_inside_data(), kept, advice: m.settings_export_elsewhere() };
    }
  }
  return failure.code === "invalid" ? { what: m.settings_transfer_path_wrong(), kept, advice: m.settings_transfer_path_advice() } : errorText(failure);
}

/** Why a folder could not be imported. */
export function importWords(failure: Facts): ErrorText {
  const kept = m.settings_import_kept();
  switch (failure.code) {
    case "refused":
      if (reasonOf(failure) === "not_empty") return { what: m.settings_import_begun(), kept, advice: m.settings_import_begun_advice() };
      break;
    case "import_unusable":
      switch (reasonOf(failure)) {
        case "no_export":
          return { what: m.settings_import_no_export(), kept, advice: m.settings_import_no_export_advice() };
        case "newer":
          return { what: m.settings_import_newer(), kept, advice: m.settings_import_newer_advice() };
        case "damaged":
        case "path":
          return { what: m.settings_import_damaged({ path: String(failure.params["path"] ?? "") }), kept, advice: m.settings_import_damaged_advice() };
        default:
          return { what: m.settings_import_contradicts(), kept, advice: m.settings_import_damaged_advice() };
      }
    case "invalid":
      return { what: m.settings_transfer_path_wrong(), kept, advice: m.settings_transfer_path_advice() };
  }
  return errorText(failure);
}
