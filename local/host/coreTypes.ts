/**
 * What `@azure/functions` and its host say to one another. The package reaches these through the module
 * `@azure/functions-core`, which exists only inside a host, so its types are written down here.
 */

export type RpcLogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';
export type RpcLogCategory = 'user' | 'system' | 'customMetric';

export interface RpcModelBindingData {
  readonly version: string;
  /** Names the factory that makes the client, e.g. AzureStorageBlobs. */
  readonly source: string;
  readonly contentType: string;
  readonly content: Buffer;
}

export interface RpcNullableString {
  readonly value?: string | null;
}

interface RpcNullable<T> {
  readonly value?: T | null;
}

export interface RpcHttpCookie {
  readonly name?: string | null;
  readonly value?: string | null;
  readonly domain?: RpcNullableString | null;
  readonly path?: RpcNullableString | null;
  readonly expires?: RpcNullable<{ readonly seconds?: number | null }> | null;
  readonly secure?: RpcNullable<boolean> | null;
  readonly httpOnly?: RpcNullable<boolean> | null;
  readonly sameSite?: 'none' | 'lax' | 'strict' | 'explicitNone' | null;
  readonly maxAge?: RpcNullable<number> | null;
}

export interface RpcHttpData {
  readonly method?: string | null;
  readonly url?: string | null;
  readonly headers?: Readonly<Record<string, string>> | null;
  readonly body?: RpcTypedData | null;
  readonly statusCode?: string | null;
  readonly cookies?: readonly RpcHttpCookie[] | null;
  readonly enableContentNegotiation?: boolean | null;
  readonly nullableHeaders?: Readonly<Record<string, RpcNullableString>> | null;
  readonly nullableParams?: Readonly<Record<string, RpcNullableString>> | null;
  readonly nullableQuery?: Readonly<Record<string, RpcNullableString>> | null;
}

/** One value on its way to or from a function: exactly one of the fields is set. */
export interface RpcTypedData {
  readonly string?: string | null;
  readonly json?: string | null;
  readonly bytes?: Uint8Array | null;
  readonly http?: RpcHttpData | null;
  readonly int?: number | null;
  readonly double?: number | null;
  readonly collectionBytes?: { readonly bytes?: readonly Uint8Array[] | null } | null;
  readonly collectionString?: { readonly string?: readonly string[] | null } | null;
  readonly modelBindingData?: RpcModelBindingData | null;
}

export interface RpcBindingInfo {
  readonly type?: string | null;
  readonly direction?: 'in' | 'out' | 'inout' | null;
  readonly dataType?: 'undefined' | 'string' | 'binary' | 'stream' | null;
  readonly properties?: Readonly<Record<string, string>>;
  /** Everything else that the app wrote into its binding: queueName, path, schedule ... */
  readonly [property: string]: unknown;
}

interface RpcDuration {
  readonly seconds?: number | null;
}

export interface RpcRetryOptions {
  readonly maxRetryCount?: number | null;
  readonly retryStrategy?: 'exponentialBackoff' | 'fixedDelay' | null;
  readonly delayInterval?: RpcDuration | null;
  readonly minimumInterval?: RpcDuration | null;
  readonly maximumInterval?: RpcDuration | null;
}

export interface FunctionMetadata {
  readonly name: string;
  readonly functionId?: string;
  readonly bindings: Readonly<Record<string, RpcBindingInfo>>;
  readonly retryOptions?: RpcRetryOptions | undefined;
}

export type FunctionCallback = (...args: unknown[]) => unknown;

export interface RpcParameterBinding {
  readonly name?: string | null;
  readonly data?: RpcTypedData | null | undefined;
}

export interface RpcInvocationRequest {
  readonly invocationId: string;
  readonly functionId: string;
  readonly inputData: readonly RpcParameterBinding[];
  readonly triggerMetadata: Readonly<Record<string, RpcTypedData>>;
  readonly traceContext: { readonly traceParent: string; readonly traceState?: string };
  readonly retryContext?: {
    readonly retryCount: number;
    readonly maxRetryCount: number;
    readonly exception?: { readonly message: string; readonly source: string; readonly stackTrace: string };
  };
}

export interface RpcInvocationResponse {
  readonly outputData?: readonly RpcParameterBinding[] | null;
  readonly returnValue?: RpcTypedData | null | undefined;
}

export interface CoreInvocationContext {
  readonly invocationId: string;
  readonly request: RpcInvocationRequest;
  readonly metadata: FunctionMetadata;
  state?: 'preInvocationHooks' | 'postInvocationHooks' | 'invocation' | undefined;
  log(level: RpcLogLevel, category: RpcLogCategory, message: string): void;
}

export interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<RpcInvocationResponse>;
}

export interface ProgrammingModel {
  readonly name: string;
  readonly version: string;
  getInvocationModel(context: CoreInvocationContext): InvocationModel | Promise<InvocationModel>;
  getCapabilities?(defaults: Record<string, string>): Record<string, string> | Promise<Record<string, string>>;
}

export type HookName = 'preInvocation' | 'postInvocation' | 'appStart' | 'appTerminate' | 'log';
export type HookCallback = (context: object) => unknown;
