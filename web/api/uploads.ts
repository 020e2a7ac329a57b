import type { UploadRequest, UploadResponse } from '../../shared/api/contract.ts';
import { send } from './request.ts';

export type { UploadRequest, UploadResponse };

/** Where and how to upload a file. @throws ApiError `already-there` when there is one of the name and not `replace`. */
export const planUpload = (body: UploadRequest, signal: AbortSignal) =>
  send<UploadResponse>('/uploads', { method: 'POST', body, signal });
