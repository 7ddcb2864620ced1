/** Of the report: light and dark, from a phone to paper. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;--text:#1a1c20;--soft:#5b616b;--page:#f6f6f4;--card:#fff;--edge:#dfe1e5;
--good:#0a7a3d;--bad:#b3261e;--maybe:#8a5a00;--c0:#1f5fbf;--c1:#c2410c;--c2:#0a7a3d;--c3:#7c3aed;--c4:#0e7490;--c5:#9d174d;--c6:#6b7280;--c7:#a16207}
@media(prefers-color-scheme:dark){:root{--text:#eceef1;--soft:#a4abb6;--page:#121417;--card:#1b1e23;--edge:#343941;
--good:#5fd38d;--bad:#ff8a80;--maybe:#f2b84b;--c0:#7fb0ff;--c1:#ff9a5c;--c2:#5fd38d;--c3:#bb9cff;--c4:#5fd0e6;--c5:#ff8fc0;--c6:#a4abb6;--c7:#e3b341}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,sans-serif}
main{max-width:72rem;margin:0 auto;padding:1rem}
h1{font-size:1.6rem;line-height:1.2;margin:.5rem 0}h2{font-size:1.2rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:1.2rem 0 .4rem}
p{margin:.4rem 0}small,.soft{color:var(--soft)}
.verdict{border-left:.5rem solid var(--is);background:var(--card);padding:1rem 1.25rem;border-radius:.5rem}
.verdict b{color:var(--is);font-size:1.3rem}.held{--is:var(--good)}.broken{--is:var(--bad)}.unsure{--is:var(--maybe)}.left{--is:var(--soft)}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:.6rem;margin:1rem 0}
dl div{background:var(--card);border-radius:.5rem;padding:.6rem .8rem}dt{color:var(--soft);font-size:.85rem}dd{margin:0;font-size:1.3rem;font-variant-numeric:tabular-nums}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,28rem),1fr));gap:1rem}
figure{margin:0;background:var(--card);border-radius:.5rem;padding:.8rem}
svg{display:block;width:100%;height:auto}svg text{font:11px system-ui,sans-serif;fill:var(--soft)}
.grid{stroke:var(--edge)}.opening{stroke:var(--text);stroke-dasharray:3 3}.mark{stroke:var(--bad)}
polyline{fill:none;stroke-width:2;stroke-linejoin:round;stroke:var(--c)}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1rem;font-size:.85rem}.legend i{display:inline-block;width:1rem;height:.2rem;background:var(--c);margin:0 .4rem .2rem 0}
.c0{--c:var(--c0)}.c1{--c:var(--c1)}.c2{--c:var(--c2)}.c3{--c:var(--c3)}.c4{--c:var(--c4)}.c5{--c:var(--c5)}.c6{--c:var(--c6)}.c7{--c:var(--c7)}
ul{list-style:none;margin:0;padding:0;background:var(--card);border-radius:.5rem}
li{padding:.55rem .9rem;border-top:1px solid var(--edge);display:grid;grid-template-columns:5.5rem 1fr;gap:.1rem .8rem}li:first-child{border-top:0}
li>b{color:var(--is);font-weight:600}li span{overflow-wrap:anywhere}li small{grid-column:2;overflow-wrap:anywhere}
.limits li{display:block}.scroll{overflow-x:auto;background:var(--card);border-radius:.5rem;padding:.3rem .9rem}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}td,th{padding:.35rem .6rem .35rem 0;text-align:right;border-top:1px solid var(--edge)}
tr:first-child>*{border-top:0}td:first-child,th:first-child{text-align:left}th{font-weight:500;color:var(--soft)}
code{overflow-wrap:anywhere}@media print{body{background:#fff}figure,li{break-inside:avoid}}`.replaceAll(
  '\n',
  '',
);
