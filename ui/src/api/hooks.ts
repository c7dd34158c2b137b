/// The commands as React hooks. Owns what is cached under which key; must not know any feature.
import { keepPreviousData, useMutation, useQueries, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useToast } from "@/components/Toast";
import { useHost, type CommandFailure, type DecideName, type Gesture, type ReadName, type WriteName } from "@/platform";
import type { Commands } from "./types";
import { errorText } from "./errorText";

declare module "@tanstack/react-query" {
  interface Register {
    defaultError: CommandFailure;
  }
}

export interface ReadOptions {
  /** False leaves the command alone. */
  enabled?: boolean;
  /** While another input is read, go on showing what the last one gave; for fields one types into. */
  keepPrevious?: boolean;
}

/** The cache's key of a read. */
export function readKey<N extends ReadName>(name: N, input: Commands[N]["input"]): readonly [N, Commands[N]["input"]] {
  return [name, input];
}

/** What a command of effect `read` gives, kept fresh by the host's events. */
export function useRead<N extends ReadName>(name: N, input: Commands[N]["input"], options: ReadOptions = {}): UseQueryResult<Commands[N]["output"], CommandFailure> {
  const host = useHost();
  return useQuery<Commands[N]["output"], CommandFailure>({
    queryKey: readKey(name, input),
    queryFn: () => host.call(name, input),
    enabled: options.enabled ?? true,
    placeholderData: options.keepPrevious ? (keepPreviousData as never) : undefined,
  });
}

/** The same command for several inputs: what each gave, undefined until it did, and what each failed with, in their order. Both stay the same lists until something changes. */
export function useReadEach<N extends ReadName>(name: N, inputs: readonly Commands[N]["input"][]): { data: (Commands[N]["output"] | undefined)[]; errors: (CommandFailure | null)[] } {
  const host = useHost();
  const queries = inputs.map((input) => ({ queryKey: readKey(name, input), queryFn: () => host.call(name, input) }));
  return useQueries({ queries, combine: together }) as never;
}

function together(results: readonly UseQueryResult[]) {
  return { data: results.map(({ data }) => data), errors: results.map(({ error }) => error) };
}

/** Gives the function that asks a command again wherever its last answer was an error. */
export function useRetry(): (name: ReadName) => void {
  const queries = useQueryClient();
  return (name) => void queries.refetchQueries({ queryKey: [name], predicate: ({ state }) => state.status === "error" });
}

/** Gives a function that puts an answer into the cache, for when a write has returned what a read would give. */
export function useRemember(): <N extends ReadName>(name: N, input: Commands[N]["input"], output: Commands[N]["output"]) => void {
  const queries = useQueryClient();
  return (name, input, output) => {
    queries.setQueryData(readKey(name, input), output);
  };
}

export interface RunOptions<N extends WriteName | DecideName> {
  /** Called with what the command gave. */
  onDone?: (output: Commands[N]["output"], input: Commands[N]["input"]) => void;
  /** Called when it failed; without it a toast tells the person. */
  onFail?: (failure: CommandFailure, input: Commands[N]["input"]) => void;
}

export interface Run<N extends WriteName | DecideName> {
  /** Starts the command; how it ends is told to `onDone` and `onFail`. */
  run: (input: Commands[N]["input"]) => void;
  /** Starts the command and waits; rejects with a `CommandFailure`, and then shows no toast. */
  runAsync: (input: Commands[N]["input"]) => Promise<Commands[N]["output"]>;
  busy: boolean;
  error: CommandFailure | null;
  /** Forgets the last error. */
  reset: () => void;
}

export interface Decide<N extends DecideName> {
  /** Decides by the person's own event: the click or key press that asked for it. */
  decide: (input: Commands[N]["input"], gesture: Gesture) => void;
  /** The same, waiting; rejects with a `CommandFailure`, and then shows no toast. */
  decideAsync: (input: Commands[N]["input"], gesture: Gesture) => Promise<Commands[N]["output"]>;
  busy: boolean;
  error: CommandFailure | null;
  reset: () => void;
}

/** Gives the function that tells the person, in a toast, what failed. */
export function useFailToast(): (failure: CommandFailure) => void {
  const show = useToast();
  return (failure) => {
    const { what, kept, advice } = errorText(failure);
    show({ title: what, description: `${kept} ${advice}`.trim(), tone: "error" });
  };
}

/** A command that writes. */
export function useRun<N extends WriteName>(name: N, options: RunOptions<N> = {}): Run<N> {
  const host = useHost();
  const toast = useFailToast();
  const mutation = useMutation<Commands[N]["output"], CommandFailure, Commands[N]["input"]>({
    mutationFn: (input) => host.call(name, input),
    onSuccess: (output, input) => options.onDone?.(output, input),
  });
  return {
    run: (input) => {
      // Heard through the promise, since whoever asked may be gone from the screen when the answer comes.
      mutation.mutateAsync(input).catch((failure: CommandFailure) => (options.onFail ? options.onFail(failure, input) : toast(failure)));
    },
    runAsync: mutation.mutateAsync,
    busy: mutation.isPending,
    error: mutation.error,
    reset: mutation.reset,
  };
}

/** A command that decides, and so needs a gesture of the person. */
export function useDecide<N extends DecideName>(name: N, options: RunOptions<N> = {}): Decide<N> {
  const host = useHost();
  const toast = useFailToast();
  const mutation = useMutation<Commands[N]["output"], CommandFailure, { input: Commands[N]["input"]; gesture: Gesture }>({
    mutationFn: ({ input, gesture }) => host.decide(name, input, gesture),
    onSuccess: (output, { input }) => options.onDone?.(output, input),
  });
  return {
    decide: (input, gesture) => {
      mutation.mutateAsync({ input, gesture }).catch((failure: CommandFailure) => (options.onFail ? options.onFail(failure, input) : toast(failure)));
    },
    decideAsync: (input, gesture) => mutation.mutateAsync({ input, gesture }),
    busy: mutation.isPending,
    error: mutation.error,
    reset: mutation.reset,
  };
}
