/// The name of a model, with those that an account's service lists just now to choose from.
import { useRead, type Uid } from "@/api";
import { SuggestField } from "@/components";
import { formatNumber, m } from "@/i18n";

export interface ModelFieldProps {
  label: string;
  hideLabel?: boolean;
  value: string;
  onChange: (value: string) => void;
  /** The account whose service is asked; without one there is nothing to choose from. */
  accountUid: Uid | null;
  hint?: string;
  error?: string | null;
  required?: boolean;
}

export function ModelField({ accountUid, hint, ...field }: ModelFieldProps) {
  const models = useRead("accounts.models", { uid: accountUid ?? "" }, { enabled: accountUid !== null });
  const talking = (models.data ?? []).filter(({ chats }) => chats !== false);
  const listed = accountUid === null ? hint : models.isFetching ? m.accounts_models_loading() : models.isError ? m.accounts_models_failed() : (hint ?? m.accounts_models_count({ count: formatNumber(talking.length) }));
  return <SuggestField {...field} hint={listed} suggestions={talking.map(({ id, title }) => ({ value: id, title }))} />;
}
