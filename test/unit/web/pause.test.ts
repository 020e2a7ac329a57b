import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { pause, unlessAborted } from '../../../web/api/pause.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const listeners = ({ signal }: AbortController) => getEventListeners(signal, 'abort').length;
const gone = new Error('The page is gone.');

describe('a pause', () => {
  test('ends when its time has come, and leaves nothing at a signal that lives on', async () => {
    const page = new AbortController();
    for (let turn = 0; turn < 20; turn += 1) {
      const over = pause(1000, page.signal);
      expect(listeners(page)).toBe(1);
      await vi.advanceTimersByTimeAsync(1000);
      await over;
    }
    expect(listeners(page)).toBe(0);
  });

  test('is not over before', async () => {
    const over = vi.fn();
    void pause(1000).then(over);
    await vi.advanceTimersByTimeAsync(999);
    expect(over).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(over).toHaveBeenCalled();
  });

  test('that is aborted says why, and leaves no timer', async () => {
    const page = new AbortController();
    const over = pause(1000, page.signal);
    page.abort(gone);
    await expect(over).rejects.toBe(gone);
    expect([vi.getTimerCount(), listeners(page)]).toEqual([0, 0]);
  });

  test('for somebody who is gone already does not begin', async () => {
    await expect(pause(1000, AbortSignal.abort(gone))).rejects.toBe(gone);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('waiting for an event', () => {
  test('ends with it, or with the page, and leaves nothing behind', async () => {
    const connection = new EventTarget();
    const page = new AbortController();
    const wait = () =>
      unlessAborted(page.signal, (done) => {
        connection.addEventListener('online', done, { once: true });
        return () => connection.removeEventListener('online', done);
      });
    const left = () => [listeners(page), getEventListeners(connection, 'online').length];
    const back = wait();
    expect(left()).toEqual([1, 1]);
    connection.dispatchEvent(new Event('online'));
    await back;
    expect(left()).toEqual([0, 0]);
    const never = wait();
    page.abort(gone);
    await expect(never).rejects.toBe(gone);
    expect(left()).toEqual([0, 0]);
  });
});
