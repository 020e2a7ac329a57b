import { describe, expect, it } from 'vitest';
import { compileRoute, createRouteTable, decodePath } from '../../../host/routes.ts';

const match = (route: string, path: string) => compileRoute(route).match(decodePath(path));

describe('a route', () => {
  it('gives its parameters, percent-decoded', () => {
    expect(match('lessons/{id}/questions/{question}', '/lessons/a%20b/questions/%C3%BC')).toEqual({
      id: 'a b',
      question: 'ü',
    });
  });

  it('matches literals without regard to case, and leaves the case of values alone', () => {
    expect(match('Lessons/{id}', '/LESSONS/AbC')).toEqual({ id: 'AbC' });
  });

  it('does not match more or fewer segments, and puts up with a slash at the end', () => {
    expect(match('lessons/{id}', '/lessons')).toBeUndefined();
    expect(match('lessons/{id}', '/lessons/a/b')).toBeUndefined();
    expect(match('lessons/{id}', '/lessons/a/')).toEqual({ id: 'a' });
  });

  it('treats an escaped slash as part of a name', () => {
    expect(match('lessons/{id}', '/lessons/a%2Fb')).toEqual({ id: 'a%2Fb' });
  });

  it('leaves a malformed escape, and one that is no UTF-8, as it stands', () => {
    expect(match('lessons/{id}', '/lessons/%E0%A4%A')).toEqual({ id: '%E0%A4%A' });
    expect(match('lessons/{id}', '/lessons/%ZZ%20%')).toEqual({ id: '%ZZ %' });
  });

  it('may leave out an optional parameter, or fill in its default', () => {
    expect(match('items/{id?}', '/items')).toEqual({});
    expect(match('items/{id?}', '/items/7')).toEqual({ id: '7' });
    expect(match('items/{page=1}', '/items')).toEqual({ page: '1' });
    expect(match('items/{page:int=1}', '/items/x')).toBeUndefined();
  });

  it('lets a catch-all take every slash, and nothing at all', () => {
    expect(match('files/{*path}', '/files/a/b/c.txt')).toEqual({ path: 'a/b/c.txt' });
    expect(match('files/{*path}', '/files')).toEqual({});
  });

  it('mixes literals and parameters in a segment', () => {
    expect(match('lessons/{id}/transcript.{format}', '/lessons/1/transcript.vtt')).toEqual({ id: '1', format: 'vtt' });
    expect(match('{name}.{ext}', '/a.b.txt')).toEqual({ name: 'a', ext: 'b.txt' });
    expect(match('lessons/{id}/transcript.{format}', '/lessons/1/transcriptxvtt')).toBeUndefined();
  });

  it.each([
    ['{n:int}', '12', '1.5'],
    ['{n:int}', '-2147483648', '2147483648'],
    ['{n:long}', '9223372036854775807', '9223372036854775808'],
    ['{n:bool}', 'True', 'yes'],
    ['{n:guid}', '0f8fad5b-d9cb-469f-a165-70867728950e', '0f8fad5b'],
    ['{n:alpha}', 'abc', 'a1'],
    ['{n:double}', '1.5', 'a'],
    ['{n:min(1)}', '1', '0'],
    ['{n:max(5)}', '5', '6'],
    ['{n:range(1,5)}', '3', '6'],
    ['{n:length(3)}', 'abc', 'ab'],
    ['{n:length(1,2)}', 'ab', 'abc'],
    ['{n:minlength(2)}', 'ab', 'a'],
    ['{n:maxlength(2)}', 'ab', 'abc'],
    ['{n:int:min(1)}', '1', '0'],
    ['{n:regex(^(json|vtt)$)}', 'vtt', 'srt'],
    ['{n:regex(^\\d{{3}}$)}', '123', '1234'],
    ['{n:datetime}', '2024-05-01', 'soon'],
  ])('%s takes %s and not %s', (template, good, bad) => {
    expect(match(`x/${template}`, `/x/${good}`)).toEqual({ n: good });
    expect(match(`x/${template}`, `/x/${bad}`)).toBeUndefined();
  });

  it.each([
    ['a/{id', 'not closed'],
    ['a/{id:nope}', 'nope'],
    ['a/{id:range(1)}', 'range(1)'],
    ['a/{*rest}/b', 'last segment'],
    ['a/{id?}/b', 'last segment'],
    ['a/{id}/{ID}', 'twice'],
    ['a//b', 'empty segment'],
    ['a/{id:regex(()}', 'no regular expression'],
  ])('refuses the template %s', (template, reason) => {
    expect(() => compileRoute(template)).toThrow(reason);
  });
});

describe('a route table', () => {
  const entry = (template: string, methods = ['GET']) => ({
    route: compileRoute(template),
    methods,
    name: template,
    target: template,
  });
  const find = (templates: string[], path: string) =>
    createRouteTable(templates.map((each) => entry(each))).find('GET', path);

  it('prefers literals to constrained parameters to free ones to catch-alls, in whatever order they come', () => {
    const templates = ['a/{*all}', 'a/{id}', 'a/{id:int}', 'a/new'];
    for (const order of [templates, templates.toReversed()]) {
      expect(find(order, 'a/new')).toMatchObject({ target: 'a/new' });
      expect(find(order, 'a/7')).toMatchObject({ target: 'a/{id:int}' });
      expect(find(order, 'a/x')).toMatchObject({ target: 'a/{id}' });
      expect(find(order, 'a/x/y')).toMatchObject({ target: 'a/{*all}' });
    }
  });

  it('finds nothing when only the method is wrong', () => {
    const table = createRouteTable([entry('a/{id}', ['GET', 'DELETE']), entry('a/{id}/b', ['POST'])]);
    expect(table.find('PUT', 'a/1')).toBeUndefined();
    expect(table.find('GET', 'b')).toBeUndefined();
  });

  it('refuses two routes that nothing tells apart, and names both functions', () => {
    expect(() => createRouteTable([entry('a/{id}'), entry('A/{name}')])).toThrow(/a\/\{id\}.*A\/\{name\}/);
  });

  it('lets two functions share a route by method', () => {
    const table = createRouteTable([entry('a', ['GET']), { ...entry('a', ['POST']), target: 'other' }]);
    expect(table.find('POST', 'a')).toMatchObject({ target: 'other' });
  });
});
