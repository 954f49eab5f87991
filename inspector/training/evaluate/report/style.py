"""How the page looks: light and dark by the reader's choice, and on paper."""

STYLE = """
:root { color-scheme: light dark; --paper:#fff; --card:#f6f8fa; --ink:#1b2430; --dim:#4d5b6a; --rule:#d5dbe1;
  --first:#0b5cad; --second:#b4470a; --third:#5b3a9b; --fourth:#0f6b50; --alarm:#b3121d; --alarm-paper:#fdecec; }
@media (prefers-color-scheme: dark) { :root { --paper:#12171d; --card:#1b222a; --ink:#e8edf2; --dim:#a9b6c3;
  --rule:#36414c; --first:#6cb0ff; --second:#ff9d5c; --third:#c3a6ff; --fourth:#5fd0a5; --alarm:#ff8f8f;
  --alarm-paper:#3a1b1e; } }
* { box-sizing: border-box }
body { margin:0; background:var(--paper); color:var(--ink); font:16px/1.5 system-ui, sans-serif }
main, header { max-width:1080px; margin:0 auto; padding:0 24px }
header { padding-top:28px } main { padding-bottom:64px }
h1 { font-size:1.75rem; line-height:1.2; margin:0 0 4px } h2 { font-size:1.25rem; margin:40px 0 8px }
p { max-width:72ch; margin:8px 0 } .dim, figcaption, caption { color:var(--dim) }
nav a { margin-right:16px; white-space:nowrap } a { color:var(--first) }
a:focus-visible { outline:3px solid var(--second); outline-offset:2px }
.alarm { border:2px solid var(--alarm); background:var(--alarm-paper); border-radius:8px; padding:8px 16px;
  margin:20px 0 }
.alarm h2 { margin:4px 0; color:var(--alarm) }
.wide { overflow-x:auto }
table { border-collapse:collapse; min-width:min(100%, 440px); margin:12px 0; font-variant-numeric:tabular-nums }
caption { text-align:left; padding:4px 0; font-size:.9rem }
th, td { padding:5px 14px 5px 0; text-align:right; border-bottom:1px solid var(--rule); vertical-align:top }
th:first-child, .words, table.facts td { text-align:left } thead th { font-weight:600 }
tbody th { font-weight:400 } table.facts td { overflow-wrap:anywhere } table.facts th { white-space:nowrap }
code { font-family:ui-monospace, monospace; font-size:.9em; overflow-wrap:anywhere }
.grid2 { display:grid; grid-template-columns:repeat(auto-fill, minmax(340px, 1fr)); gap:20px }
.shots { display:grid; grid-template-columns:repeat(auto-fill, minmax(310px, 1fr)); gap:16px }
figure { margin:0; padding:12px; background:var(--card); border-radius:8px; break-inside:avoid }
figure img { display:block; width:100%; height:auto; border-radius:4px }
figcaption { font-size:.9rem; margin-top:6px; overflow-wrap:anywhere } figcaption b { color:var(--ink) }
svg { display:block; width:100%; height:auto } svg text { fill:var(--ink); font:13px system-ui, sans-serif }
svg line, svg polyline { fill:none } .grid { stroke:var(--rule) }
.line { stroke:var(--first); stroke-width:2.2; stroke-linejoin:round } .thin { stroke-width:1.2 }
.second { stroke:var(--second); stroke-dasharray:7 3 } .third { stroke:var(--third); stroke-dasharray:2 3 }
.fourth { stroke:var(--fourth); stroke-dasharray:9 3 2 3 } .band { fill:var(--first); opacity:.16 }
.chance { stroke:var(--dim); stroke-dasharray:2 4; stroke-width:1.5 }
.limit { stroke:var(--ink); stroke-dasharray:6 4; stroke-width:1.5 }
.mark { stroke:var(--second); stroke-width:2; fill:var(--second) }
.bad { fill:var(--second) } .good { fill:var(--first) }
@media print { :root { color-scheme:light; --paper:#fff; --card:#fff; --ink:#000; --dim:#333; --rule:#bbb;
  --first:#0b5cad; --second:#b4470a; --third:#5b3a9b; --fourth:#0f6b50; --alarm:#b3121d; --alarm-paper:#fff }
  body { font-size:11pt } nav { display:none } main, header { max-width:none; padding:0 }
  h2 { break-after:avoid } tr { break-inside:avoid } figure { border:1px solid var(--rule) }
  .grid2 { grid-template-columns:1fr 1fr } .shots { grid-template-columns:repeat(3, 1fr) } .wide { overflow:visible } }
"""
