import { describe, expect, it } from 'vitest';
import { fillTemplate, parseBlobPattern, resolveSettings } from '../../../host/bindingExpressions.ts';

describe('an app setting in a binding', () => {
  const setting = (name: string) => ({ QUEUE: 'jobs', EMPTY: '' })[name];

  it('is replaced wherever it stands', () => {
    expect(resolveSettings('a-%QUEUE%-%QUEUE%%EMPTY%', setting, 'here')).toBe('a-jobs-jobs');
  });

  it('that is not set is an error that says which, and where', () => {
    expect(() => resolveSettings('%NOPE%', setting, 'function "f", binding "b", path')).toThrow(
      'function "f", binding "b", path: the app setting "NOPE"',
    );
  });

  it('needs two percent signs', () => {
    expect(resolveSettings('100% sure', setting, 'here')).toBe('100% sure');
  });
});

describe('a binding expression', () => {
  const now = () => new Date('2024-05-06T07:08:09.010Z');

  it('takes values from the trigger, nested ones too, without regard to case', () => {
    expect(fillTemplate('{name}/{Lesson.Id}.txt', { name: 'a b', lesson: { id: 7 } })).toBe('a b/7.txt');
  });

  it('knows random ids and the time', () => {
    expect(fillTemplate('{rand-guid}', {})).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(fillTemplate('{rand-guid:N}', {})).toMatch(/^[\da-f]{32}$/);
    expect(fillTemplate('{DateTime}', {}, now)).toBe('2024-05-06T07-08-09Z');
    expect(fillTemplate('{datetime:yyyy/MM/dd}', {}, now)).toBe('2024/05/06');
  });

  it('prefers a value that the trigger calls the same', () => {
    expect(fillTemplate('{datetime}', { DateTime: 'mine' })).toBe('mine');
  });

  it('without a value is an error that lists what there is', () => {
    expect(() => fillTemplate('{nope}', { name: 'x', uri: 'y' })).toThrow(/\{nope\}.*name, uri/);
  });

  it('keeps doubled braces as braces and refuses lone ones', () => {
    expect(fillTemplate('{{{name}}}', { name: 'x' })).toBe('{x}');
    expect(() => fillTemplate('a{name', { name: 'x' })).toThrow('not closed');
    expect(() => fillTemplate('a}b', {})).toThrow('opens nowhere');
  });
});

describe('a blob pattern', () => {
  it('gives the parts of a name, slashes, spaces, percent signs and unicode included', () => {
    const pattern = parseBlobPattern('videos/{name}');
    expect(pattern.container).toBe('videos');
    expect(pattern.match('a b/ü%20 "x"\n.mp4')).toEqual({ name: 'a b/ü%20 "x"\n.mp4' });
  });

  it('gives each name as much as it can take', () => {
    expect(parseBlobPattern('videos/{site}/{file}').match('x/y/z.mp4')).toEqual({ site: 'x/y', file: 'z.mp4' });
    expect(parseBlobPattern('in/{name}.{ext}').match('a.b.txt')).toEqual({ name: 'a.b', ext: 'txt' });
  });

  it('takes literals as they are, dots too', () => {
    const pattern = parseBlobPattern('in/orig-{name}.mp4');
    expect(pattern.match('orig-1.mp4')).toEqual({ name: '1' });
    expect(pattern.match('orig-1xmp4')).toBeUndefined();
    expect(pattern.match('Orig-1.mp4')).toBeUndefined();
  });

  it('without a name means every blob of the container', () => {
    expect(parseBlobPattern('videos').match('a/b')).toEqual({});
  });

  it('must begin with a container', () => {
    expect(() => parseBlobPattern('{container}/{name}')).toThrow('container');
    expect(() => parseBlobPattern('/x')).toThrow('container');
    expect(() => parseBlobPattern('videos/{a}/{a}')).toThrow('twice');
  });
});
