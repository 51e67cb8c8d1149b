import type { Logger } from "./logger";
import fs = require("fs");
export type { Logger };
export { Level as LogLevel } from "./level";

export interface Options<T> extends Base, Partial<T> {
  readonly port: number;
  host?: string;
  nested: { depth: number };
  onError(error: Error, code?: number): void;
  callback: (value: T) => void;
  new (name: string): Options<T>;
}

export type Mode = "dev" | "prod";
export type Shape = { kind: string; area(scale: number): number };

export enum Level {
  Debug,
  Error = "error",
}

@Injectable({ scope: "app" })
export class Server extends Base<Options<unknown>> implements Closable, Named {
  private socket: Socket | null = null;
  static count = 0;
  #key = 1;

  constructor(private readonly options: Options<unknown>, public name?: string) {
    super();
  }

  get url(): string {
    const inner = { a: 1 };
    return "";
  }

  protected async connect<T>(
    host: string,
    { retries }: Retry = {},
    ...rest: string[]
  ): Promise<
    T
  > {}
  handle = async (request: Request): Promise<void> => {};
  private close(): void {}
}

export abstract class Store {
  abstract get(key: string): unknown;
}

export function parse(text: string): Mode;
export function parse(text: string, strict = true): Mode {
  const local = 1;
  interface Inner {
    x: number;
  }
  return "dev";
}
function hidden(this: Window, value: unknown): value is string {
  return true;
}

export const limit: number = 10;
export const settings = { theme: "dark", toggle: () => {} } as const;
export const build = (input: string, output?: string): void => {};
const table = { a: 1 };

export namespace Geo {
  export const origin = 0;
  export function distance(a: Point, b: Point): number {
    return 0;
  }
}

declare module "vue" {
  interface Plugin {
    install(app: unknown): void;
  }
}
declare function global(name: string): void;
export default table;
