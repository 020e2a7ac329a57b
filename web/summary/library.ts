import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  ScatterController,
  Tooltip,
} from 'chart.js';

// Only what is drawn is in the bundle.
Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  ScatterController,
  Tooltip,
);

export const draw = (canvas: HTMLCanvasElement, configuration: ChartConfiguration) =>
  new Chart(canvas, {
    ...configuration,
    options: { ...configuration.options, animation: false, responsive: true, maintainAspectRatio: false },
  });
