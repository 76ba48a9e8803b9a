/// The page's one style sheet.
///
/// Colours come in pairs of text and ground with a contrast of at least 4.5 to 1, in the light and in the dark; each only repeats
/// what a sign and a word say. Widths under 45 characters turn tables into cards.
enum PageStyle {
  static let text: StaticString = #"""
    :root {
      color-scheme: light dark;
      --ground: #ffffff; --soft: #f4f6f8; --line: #d3d9e0; --text: #1a1f26; --muted: #57616d; --link: #0b5cad;
      --pass: #0f5f2c; --pass-ground: #def7e5; --block: #a11021; --block-ground: #fde7e8;
      --unproven: #6f4a00; --unproven-ground: #fdf3cf; --new: #0a4480; --new-ground: #e0efff;
      --undecided: #5c3bab; --undecided-ground: #f1ebfd; --note: #57616d; --note-ground: #edf0f3;
      --good-fill: #2f9e5a; --bad-fill: #d5394b; --none-fill: #9a8fc0; --bar-fill: #6f9bd1; --heat-right: 47 158 90; --heat-wrong: 213 57 75;
      --radius: 8px;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ground: #0f1318; --soft: #171c23; --line: #313a45; --text: #e4e9ef; --muted: #9aa5b1; --link: #78b4f5;
        --pass: #63d58c; --pass-ground: #12291b; --block: #ff8f92; --block-ground: #34171a;
        --unproven: #e6bd55; --unproven-ground: #2c2410; --new: #86bdf8; --new-ground: #12243a;
        --undecided: #bda4f7; --undecided-ground: #241c38; --note: #9aa5b1; --note-ground: #1f262f;
        --good-fill: #3aa765; --bad-fill: #e0566a; --none-fill: #7d72a8; --bar-fill: #4b79b0; --heat-right: 58 167 101; --heat-wrong: 224 86 106;
      }
    }
    *, *::before, *::after { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
    body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
    .row, dl, h1, p, li, summary { overflow-wrap: anywhere; }
    header.verdict, main, footer { max-width: 76rem; margin-inline: auto; padding-inline: clamp(0.9rem, 3vw, 2rem); }
    code, pre, kbd { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.875em; }
    a { color: var(--link); text-underline-offset: 0.15em; }
    h1 { font-size: clamp(1.45rem, 4.6vw, 2.1rem); line-height: 1.2; margin: 0.2rem 0 0.8rem; font-weight: 700; letter-spacing: -0.01em; }
    h2 { font-size: 1.2rem; margin: 2.4rem 0 0.7rem; letter-spacing: -0.005em; }
    h3 { font-size: 1.05rem; margin: 0; display: inline; }
    h4 { font-size: 0.95rem; margin: 0 0 0.4rem; }
    h5 { font-size: 0.8rem; margin: 0.9rem 0 0.25rem; color: var(--muted); font-weight: 600; }
    p { margin: 0 0 0.5rem; }
    b { font-weight: 650; }
    :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
    .skip { position: absolute; left: -999rem; }
    .skip:focus { left: 1rem; top: 1rem; background: var(--ground); padding: 0.5rem 1rem; z-index: 2; }
    .muted, .more, .nothing { color: var(--muted); }
    .more, .nothing { padding: 0.7rem 0; }
    .nothing[hidden], .tools[hidden] { display: none; }
    .sub { display: block; color: var(--muted); font-size: 0.8rem; font-weight: 400; }

    header.verdict { padding-block: 1.6rem 1.1rem; position: relative; max-width: none; background: var(--band); border-bottom: 1px solid var(--line); border-top: 6px solid var(--ink); }
    header.verdict > * { max-width: 72rem; margin-inline: auto; }
    header.verdict.pass { --ink: var(--pass); --band: var(--pass-ground); }
    header.verdict.block { --ink: var(--block); --band: var(--block-ground); }
    header.verdict.unproven { --ink: var(--unproven); --band: var(--unproven-ground); }
    header.verdict.new { --ink: var(--new); --band: var(--new-ground); }
    header.verdict.undecided { --ink: var(--undecided); --band: var(--undecided-ground); }
    header.verdict h1 { color: var(--ink); margin-block: 0.2rem 0.8rem; }
    header.verdict h1 code { font-size: 0.92em; }
    header.verdict .muted { color: var(--text); opacity: 0.75; }
    .brand { color: var(--ink); font-size: 0.85rem; font-weight: 600; margin-bottom: 0; }
    .warning { font-weight: 650; }
    ul.rules { margin: 0.2rem 0 0.8rem; padding-left: 1.2rem; }
    ul.rules li { margin-block: 0.25rem; }
    header p.rules { margin-top: 0.8rem; margin-bottom: 0; }
    #rules ul.rules { padding-left: 0; list-style: none; }
    #rules ul.rules li { padding: 0.45rem 0; border-bottom: 1px solid var(--line); margin: 0; }
    .facts > span { display: inline-block; margin-right: 0.9rem; }
    header .facts { color: var(--text); font-size: 0.9rem; margin-top: 0.9rem; }
    dl.next { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 0.9rem; margin: 0.9rem auto 0; }
    dl.next dt { color: var(--ink); font-weight: 650; }
    dl.next dd { margin: 0; }
    dl.next code { user-select: all; }

    .label { display: inline-block; white-space: nowrap; border-radius: 999px; padding: 0.05rem 0.55rem; font-size: 0.82rem; font-weight: 600; }
    .label.pass { color: var(--pass); background: var(--pass-ground); }
    .label.block { color: var(--block); background: var(--block-ground); }
    .label.unproven { color: var(--unproven); background: var(--unproven-ground); }
    .label.new { color: var(--new); background: var(--new-ground); }
    .label.undecided { color: var(--undecided); background: var(--undecided-ground); }
    .label.note, .label.plain { color: var(--note); background: var(--note-ground); }

    .scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: var(--radius); }
    table { border-collapse: collapse; width: 100%; font-size: 0.92rem; }
    th, td { text-align: left; padding: 0.5rem 0.75rem; border-top: 1px solid var(--line); vertical-align: top; }
    thead th { border-top: 0; background: var(--soft); color: var(--muted); font-size: 0.8rem; font-weight: 600; white-space: nowrap; }
    tbody th { font-weight: 600; }
    td.n, th.n { text-align: right; white-space: nowrap; }
    #gates td[data-label=Evidence] { min-width: 13rem; }
    #gates td .facts { display: block; font-size: 0.88rem; }
    #gates td .facts > span { margin-right: 0.6rem; }
    #gates tr.block th, #gates tr.block td { background: color-mix(in srgb, var(--block-ground) 45%, transparent); }
    tr.changed td, tr.changed th { background: color-mix(in srgb, var(--new-ground) 55%, transparent); }
    tr.group th { background: var(--soft); }
    .digest { font-size: 0.74rem; color: var(--muted); word-break: break-all; }

    svg { display: block; max-width: 100%; }
    svg text { fill: var(--muted); font: 11px system-ui, -apple-system, "Segoe UI", sans-serif; }
    .axis { stroke: var(--line); stroke-width: 1; }
    .limit { stroke: var(--block); stroke-width: 1.5; stroke-dasharray: 2 2; }
    .range { fill: var(--bar-fill); opacity: 0.55; }
    .dot { fill: var(--text); }
    .bar { fill: var(--bar-fill); }
    .before { fill: none; stroke: var(--text); stroke-width: 1.4; opacity: 0.7; }
    .mark { stroke: var(--muted); stroke-width: 1; stroke-dasharray: 3 3; }
    path.course { fill: none; stroke: var(--bar-fill); stroke-width: 2; }
    svg.whiskers { margin-top: 0.25rem; }
    svg.whiskers text { font-size: 9px; }
    @media (min-width: 46.01rem) { svg.chart text { font-size: 8.5px; } }
    td.n svg.whiskers { margin-left: auto; }
    svg.chart { width: 100%; height: auto; max-width: 40rem; }
    svg.bar { display: inline-block; border-radius: 5px; vertical-align: middle; }
    svg.bar .good { fill: var(--good-fill); } svg.bar .bad { fill: var(--bad-fill); } svg.bar .none { fill: var(--none-fill); }

    details.suite { border: 1px solid var(--line); border-radius: var(--radius); margin-bottom: 0.7rem; }
    details.suite > summary { padding: 0.65rem 0.9rem; cursor: pointer; display: flex; flex-wrap: wrap; gap: 0.3rem 0.8rem; align-items: center; list-style: none; }
    details > summary::-webkit-details-marker { display: none; }
    details.suite > summary::before, li.case summary::before { content: ""; flex: none; width: 0.45rem; height: 0.45rem; border-right: 2px solid var(--muted); border-bottom: 2px solid var(--muted); transform: rotate(-45deg); }
    details.suite[open] > summary::before, li.case details[open] > summary::before { transform: rotate(45deg); }
    details.suite > .body { padding: 0.2rem 0.9rem 0.9rem; border-top: 1px solid var(--line); padding-top: 0.8rem; }
    .counts, .moved { font-size: 0.9rem; }
    .moved { font-weight: 650; }
    .part { margin-top: 1.1rem; }
    .errors { margin: 0; padding-left: 1.1rem; }
    .charts { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
    figure { margin: 0; min-width: 0; }
    figcaption { font-size: 0.85rem; color: var(--muted); margin-bottom: 0.2rem; }
    figcaption b { color: var(--text); }

    .scroll:has(> .matrix) { width: fit-content; max-width: 100%; }
    .matrix { width: auto; }
    .matrix td { min-width: 3.4rem; }
    .matrix .sum { background: var(--soft); color: var(--muted); }
    .matrix .zero { color: var(--muted); }
    .matrix td small { color: var(--text); opacity: 0.85; font-weight: 650; }
    .right { --heat: var(--heat-right); } .wrong { --heat: var(--heat-wrong); font-weight: 650; }
    .h1 { background: rgb(var(--heat) / 0.08); } .h2 { background: rgb(var(--heat) / 0.13); } .h3 { background: rgb(var(--heat) / 0.18); }
    .h4 { background: rgb(var(--heat) / 0.23); } .h5 { background: rgb(var(--heat) / 0.28); } .h6 { background: rgb(var(--heat) / 0.33); }
    .h7 { background: rgb(var(--heat) / 0.38); } .h8 { background: rgb(var(--heat) / 0.43); } .h9 { background: rgb(var(--heat) / 0.48); }

    .filters fieldset { border: 0; padding: 0; margin: 0 0 0.7rem; display: flex; flex-wrap: wrap; gap: 0.35rem; }
    .filters legend { float: left; padding: 0.2rem 0.4rem 0.2rem 0; color: var(--muted); font-size: 0.9rem; }
    .filters input[type=radio] { position: absolute; opacity: 0; width: 1px; height: 1px; }
    .filters fieldset label { border: 1px solid var(--line); border-radius: 999px; padding: 0.2rem 0.75rem; cursor: pointer; font-size: 0.9rem; }
    .filters input:checked + label { background: var(--text); color: var(--ground); border-color: var(--text); }
    .filters input:focus-visible + label { outline: 3px solid var(--link); outline-offset: 2px; }
    .tools { display: flex; flex-wrap: wrap; gap: 0.5rem 0.9rem; align-items: center; margin-bottom: 0.7rem; font-size: 0.9rem; color: var(--muted); }
    .tools input, .tools select, .tools button { font: inherit; color: var(--text); background: var(--ground); border: 1px solid var(--line); border-radius: 6px; padding: 0.3rem 0.5rem; max-width: 100%; }
    .tools label { max-width: 100%; }
    .tools select { max-width: min(100%, 18rem); }
    .tools button { cursor: pointer; background: var(--soft); }
    .keys { margin-left: auto; font-size: 0.8rem; }
    kbd { border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 4px; padding: 0 0.3rem; }

    ol.cases { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden; }
    li.case { border-top: 1px solid var(--line); }
    li.case[data-state=passed] { content-visibility: auto; contain-intrinsic-size: auto 3.2rem; }
    li.case:target { background: color-mix(in srgb, var(--new-ground) 70%, transparent); }
    .row { display: grid; grid-template-columns: 1rem 9.5rem minmax(0, 2fr) minmax(0, 4fr) 4.6rem 5.4rem; gap: 0.2rem 0.8rem; padding: 0.5rem 0.9rem; align-items: baseline; font-size: 0.92rem; }
    div.row::before { content: ""; }
    summary.row { cursor: pointer; list-style: none; }
    summary.row:hover { background: var(--soft); }
    .row .num { text-align: right; color: var(--muted); white-space: nowrap; }
    li.case .body { padding: 0.2rem 0.9rem 1rem 2.7rem; }
    dl.facts { display: flex; flex-wrap: wrap; gap: 0.25rem 1.3rem; margin: 0.3rem 0; font-size: 0.88rem; }
    dl.facts div { display: flex; gap: 0.4rem; min-width: 0; }
    dl.facts dt { color: var(--muted); flex: none; }
    dl.facts dd { margin: 0; min-width: 0; }
    .also { margin: 0.3rem 0; padding-left: 1.1rem; font-size: 0.9rem; }
    pre { margin: 0; padding: 0.6rem 0.75rem; background: var(--soft); border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 28rem; overflow: auto; }
    .sides { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0.7rem; margin-top: 0.8rem; }
    del { background: color-mix(in srgb, var(--bad-fill) 26%, transparent); text-decoration: line-through; text-decoration-thickness: 1px; border-radius: 3px; }
    ins { background: color-mix(in srgb, var(--good-fill) 28%, transparent); text-decoration: underline; text-underline-offset: 0.2em; text-decoration-thickness: 1px; border-radius: 3px; }
    .beyond { color: var(--muted); }

    #cases:has(#show-attention:checked) li.case[data-state=passed]:not([data-move=fixed]),
    #cases:has(#show-broke:checked) li.case:not([data-move=broke]),
    #cases:has(#show-fixed:checked) li.case:not([data-move=fixed]),
    #cases:has(#show-failed:checked) li.case:not([data-state=failed]),
    #cases:has(#show-open:checked) li.case:not([data-state=error], [data-state=missing]),
    #cases:has(#show-flaky:checked) li.case:not([data-state=flaky]),
    #cases:has(#show-waived:checked) li.case:not([data-state=waived]),
    li.case[hidden] { display: none; }

    .courses { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: 0.6rem; margin-bottom: 0.9rem; }
    .courses .course { display: grid; grid-template-columns: 1fr auto; gap: 0.1rem 0.6rem; align-items: center; font-size: 0.9rem; border: 1px solid var(--line); border-radius: var(--radius); padding: 0.5rem 0.7rem; }
    .courses .course svg { grid-column: 1 / -1; width: 100%; }
    footer { border-top: 1px solid var(--line); margin-top: 3rem; padding-block: 1rem 2rem; font-size: 0.85rem; }

    @media (max-width: 62rem) {
      .row { grid-template-columns: 1rem 9.5rem minmax(0, 2fr) minmax(0, 3fr) 4.6rem; }
      .row .num + .num { display: none; }
    }
    @media (min-width: 46.01rem) and (max-width: 62rem) {
      #gates tr { display: grid; grid-template-columns: 7.4rem minmax(0, 1fr) 9.2rem minmax(0, 1.1fr) 6.4rem 5rem; }
      #gates thead th:last-child { display: none; }
      #gates td[data-label=Evidence] { grid-column: 1 / -1; border-top: 0; padding: 0 0.75rem 0.6rem 8.15rem; }
      .matrix th, .matrix td { padding-inline: 0.45rem; }
    }
    @media (max-width: 46rem) {
      .cards thead { position: absolute; left: -999rem; }
      .cards tr { display: grid; grid-template-columns: repeat(3, minmax(min-content, 1fr)); gap: 0.15rem 0.9rem; padding: 0.6rem 0.8rem; border-top: 1px solid var(--line); align-items: start; }
      .cards tbody:first-of-type tr:first-child { border-top: 0; }
      .cards th, .cards td, .cards td.n { border: 0; padding: 0.12rem 0; text-align: left; white-space: normal; background: none !important; }
      .cards th[scope=row] { grid-column: 1 / -1; order: -1; font-size: 1rem; }
      #gates th[scope=row] { grid-column: 1 / 3; grid-row: 1; padding-right: 2.5rem; }
      #gates td:not([data-label]) { grid-column: 3; grid-row: 1; justify-self: end; width: 0; direction: rtl; }
      #gates td:not([data-label]) .label { direction: ltr; }
      #gates td.n { white-space: nowrap; }
      .cards td[data-label]::before { content: attr(data-label); display: block; color: var(--muted); font-size: 0.75rem; }
      .cards td[data-label=Evidence], .cards td[data-label=Details], .cards td[data-label=Rule], .cards td[data-label="95% interval"] { grid-column: 1 / -1; }
      .cards td[data-label=Rule], .cards td[data-label=Evidence], .cards td[data-label="95% interval"] { order: 1; }
      .cards tr.group th { grid-column: 1 / -1; }
      .cards tr.block { box-shadow: inset 4px 0 0 var(--bad-fill); background: color-mix(in srgb, var(--block-ground) 45%, transparent); }
      td.n svg.whiskers { margin-left: 0; }
      .row { grid-template-columns: 1rem minmax(0, 1fr) auto; }
      .row::before { grid-row: 1; }
      .row .state { grid-column: 2; }
      .row .id, .row .why { grid-column: 2 / -1; }
      .row .num { grid-column: 3; grid-row: 1; }
      li.case .body { padding-left: 0.9rem; }
      .sides { grid-template-columns: minmax(0, 1fr); }
      .keys { display: none; }
      .tools label { display: block; width: 100%; }
      .tools input, .tools select { width: 100%; }
      .matrix th, .matrix td { padding: 0.4rem 0.5rem; }
      .matrix td { min-width: 2.6rem; }
    }
    @media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
    @media print { .filters, .skip { display: none; } .scroll, ol.cases { overflow: visible; } li.case { content-visibility: visible; break-inside: avoid; } }
    """#
}
