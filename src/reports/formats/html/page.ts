import type { Assets } from './assets.ts'
import { html, type Markup } from './markup.ts'

/** One document with everything in it. */
export function page(title: string, body: Markup, { style, scripts, policy }: Assets): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
${body}
${scripts.map((script) => html`<script>${script}</script>\n`)}</body>
</html>
`.text
}
