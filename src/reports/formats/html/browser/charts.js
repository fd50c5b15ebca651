// Draws every chart of the page from the description beside it (charts/figure.ts) with uPlot.
{
  const HEIGHT = 260
  const WIDTH_MIN = 240
  const DASHES = { line: undefined, bars: undefined, dashed: [7, 4], dotted: [2, 3] }
  const WIDTHS = { line: 1.75, bars: 0, dashed: 1.75, dotted: 1.5 }

  const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
  const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })

  const ms = (value) => (value < 1 ? `${plain.format(value * 1000)} µs` : value < 1000 ? `${plain.format(value)} ms` : `${plain.format(value / 1000)} s`)
  const seconds = (value) => `${plain.format(value)} s`
  const minutes = (value) => `${Math.floor(value / 60)}:${String(Math.round(value % 60)).padStart(2, '0')}`
  // The axis is "one in n": 10 is p90, 100 is p99.
  const nines = (value) => (value <= 1 ? 'min' : `p${Number((100 - 100 / value).toPrecision(value < 10 ? 3 : 6))}`)
  const SAY = { ms, seconds, minutes, nines, count: (value) => compact.format(value), percent: (value) => `${plain.format(value)} %` }
  const SAY_WHOLE = { ...SAY, count: (value) => plain.format(value) }

  const FROM_MINUTES_S = 120
  /** Steps of an axis that a clock would take. */
  const CLOCK_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400]

  /** A long run is told in minutes. */
  const unitOf = ({ unit, values }) => (unit === 'seconds' && values.at(-1) >= FROM_MINUTES_S ? 'minutes' : unit)

  /** Colours as they are computed now: a canvas knows no custom properties. */
  const colour = (name) => {
    const probe = document.createElement('span')
    probe.style.color = `var(--${name})`
    document.body.append(probe)
    const { color } = getComputedStyle(probe)
    probe.remove()
    return color
  }

  const font = () => `12px ${getComputedStyle(document.body).fontFamily}`

  /** Of a logarithmic axis: a line for every power of ten, and no others. */
  const powers = (_, __, low, high) => Array.from({ length: Math.round(Math.log10(high / low)) + 1 }, (___, index) => low * 10 ** index)

  /** From power of ten to power of ten. */
  const decades = (_, low, high) => [10 ** Math.floor(Math.log10(low || 0.001)), 10 ** Math.max(Math.ceil(Math.log10(high || 1)), Math.floor(Math.log10(low || 0.001)) + 1)]

  const axis = ({ label, unit }, side, isLog) => ({
    side,
    label: side === 2 ? label : undefined,
    labelSize: side === 2 ? 18 : 0,
    labelGap: -2,
    labelFont: font(),
    font: font(),
    stroke: colour('soft'),
    grid: { stroke: colour('line'), width: 1 },
    ticks: { show: false },
    size: side === 2 ? 28 : 62,
    space: side === 2 ? 70 : 34,
    splits: isLog ? powers : undefined,
    incrs: unit === 'seconds' || unit === 'minutes' ? CLOCK_STEPS : undefined,
    values: (_, splits) => splits.map((value) => SAY[unit](value)),
  })

  const series = ({ label, tone, style }) => {
    const stroke = colour(tone)
    const isBars = style === 'bars'
    return {
      label,
      stroke,
      width: WIDTHS[style],
      dash: DASHES[style],
      fill: isBars ? `color-mix(in srgb, ${stroke} 45%, transparent)` : undefined,
      paths: isBars ? uPlot.paths.bars({ size: [0.9, 100], align: 1 }) : undefined,
      points: { show: false },
    }
  }

  /** A label on a piece of background, so that no line strikes it through. */
  const drawLabel = ({ ctx, bbox }, label, edge) => {
    const dpr = devicePixelRatio
    ctx.font = `600 ${11 * dpr}px ${getComputedStyle(document.body).fontFamily}`
    ctx.textAlign = 'left'
    ctx.textBaseline = 'alphabetic'
    const width = ctx.measureText(label).width + 6 * dpr
    const left = edge > bbox.left + bbox.width * 0.75 ? edge - width - 2 * dpr : edge + 2 * dpr
    ctx.fillStyle = colour('card')
    ctx.fillRect(left, bbox.top, width, 16 * dpr)
    ctx.fillStyle = colour('band-edge')
    ctx.fillText(label, left + 3 * dpr, bbox.top + 12 * dpr)
  }

  /** Faults behind the lines, each with its number at the top. */
  const drawBands = (bands) => (plot) => {
    const { ctx, bbox } = plot
    ctx.save()
    for (const { from, to } of bands) {
      const left = plot.valToPos(from, 'x', true)
      const right = plot.valToPos(to, 'x', true)
      ctx.fillStyle = colour('band')
      ctx.fillRect(left, bbox.top, right - left, bbox.height)
      ctx.strokeStyle = colour('band-edge')
      ctx.lineWidth = devicePixelRatio
      ctx.beginPath()
      for (const edge of new Set([left, right])) {
        ctx.moveTo(edge, bbox.top)
        ctx.lineTo(edge, bbox.top + bbox.height)
      }
      ctx.stroke()
    }
    ctx.restore()
  }

  const drawLabels = (bands) => (plot) => {
    plot.ctx.save()
    for (const { from, label } of bands) drawLabel(plot, label, plot.valToPos(from, 'x', true))
    plot.ctx.restore()
  }

  /** What stands under the cursor, in the legend. */
  const tellCursor = (host, spec) => (plot) => {
    const { idx } = plot.cursor
    const slots = host.parentElement.querySelectorAll('output[data-slot]')
    for (const [index, slot] of slots.entries()) {
      const value = idx === null || idx === undefined ? null : spec.series[index].values[idx]
      const at = index === 0 && value !== null ? ` at ${SAY_WHOLE[unitOf(spec.x)](spec.x.values[idx])}` : ''
      slot.textContent = value === null || value === undefined ? '' : `${SAY_WHOLE[spec.y.unit](value)}${at}`
    }
  }

  const draw = (host, spec) => {
    const isLog = spec.y.scale === 'log'
    const isNines = spec.x.unit === 'nines'
    const positive = (value) => (isLog && value !== null ? Math.max(value, 0.001) : value)
    return new uPlot(
      {
        width: Math.max(WIDTH_MIN, host.clientWidth),
        height: HEIGHT,
        legend: { show: false },
        padding: [8, isNines ? 28 : 12, 0, 0],
        cursor: { sync: spec.group ? { key: spec.group } : undefined, points: { size: 7 }, drag: { x: true, y: false } },
        scales: { x: { time: false, distr: isNines ? 3 : 1 }, y: isLog ? { distr: 3, range: decades } : { range: (_, __, high) => [0, high * 1.12 || 1] } },
        axes: [axis({ ...spec.x, unit: unitOf(spec.x) }, 2, isNines), axis(spec.y, 3, isLog)],
        series: [{}, ...spec.series.map(series)],
        hooks: { drawClear: [drawBands(spec.bands)], draw: [drawLabels(spec.bands)], setCursor: [tellCursor(host, spec)] },
      },
      [spec.x.values, ...spec.series.map(({ values }) => values.map(positive))],
      host,
    )
  }

  /** The arrow keys move the cursor; Home and End go to its ends. */
  const steer = (plot, event) => {
    const last = plot.data[0].length - 1
    const at = plot.cursor.idx ?? -1
    const target = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key]
    if (target === undefined) return
    event.preventDefault()
    const index = Math.min(Math.max(target, 0), last)
    plot.setCursor({ left: plot.valToPos(plot.data[0][index], 'x'), top: plot.over.clientHeight / 2 })
  }

  const start = (host) => {
    const spec = JSON.parse(document.getElementById(host.dataset.chart).textContent)
    let plot = draw(host, spec)
    const redraw = () => {
      plot.destroy()
      plot = draw(host, spec)
    }
    document.addEventListener('promo:theme', redraw)
    host.addEventListener('keydown', (event) => steer(plot, event))
    new ResizeObserver(() => {
      const width = Math.max(WIDTH_MIN, host.clientWidth)
      if (width !== plot.width) plot.setSize({ width, height: HEIGHT })
    }).observe(host)
  }

  for (const host of document.querySelectorAll('[data-chart]')) start(host)
}
