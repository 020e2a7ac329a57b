import { expect, test } from 'vitest';
import { destinationOf } from '../../../frontDoor/route.ts';

const to = (method: string, target: string) =>
  destinationOf(method, target, { account: 'devstoreaccount1', containers: ['videos', 'media'] });

test('functions and the page are reached', () => {
  for (const path of ['/', '/api/v1/lessons?site=a', '/lessons/administrators', '/api/v1/admin'])
    expect(to('GET', path), path).toBe('app');
  expect(to('DELETE', '/api/v1/lessons/1')).toBe('app');
});

test('what the host has for itself is not, however it is written', () => {
  for (const path of [
    '/admin/host/status',
    '/Admin',
    '//admin/host/keys',
    '/%61dmin/host/keys',
    '/x/../admin/host/keys',
    '/x/%2e%2e/runtime/webhooks/durabletask/instances',
    '/runtime/webhooks/blobs?functionName=Host.Functions.videoUploaded',
    'http://elsewhere/admin/host/status',
    '*',
  ])
    expect(to('POST', path), path).toBe('nowhere');
});

test('of storage signed addresses of some containers are, to read, to write and to ask', () => {
  const address = '/devstoreaccount1/videos/River%20School/lesson.mp4?se=2026&sig=abc';
  for (const method of ['GET', 'HEAD', 'PUT', 'OPTIONS']) expect(to(method, address), method).toBe('blobs');
  for (const method of ['DELETE', 'POST', 'PATCH']) expect(to(method, address), method).toBe('nowhere');
  for (const path of [
    '/devstoreaccount1/videos/lesson.mp4',
    '/devstoreaccount1/videos?restype=container&comp=list&sig=abc',
    '/devstoreaccount1/videos/?restype=container&comp=list&sig=abc',
    '/devstoreaccount1/transcripts/1/analysis.json?sig=abc',
    '/devstoreaccount1/videos/../transcripts/1?sig=abc',
    '/devstoreaccount1/?comp=list&sig=abc',
    '/%64evstoreaccount1/transcripts/1?sig=abc',
  ])
    expect(to('GET', path), path).toBe('nowhere');
});
