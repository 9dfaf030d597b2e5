import {
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useEffect,
  useId,
  useMemo,
  useRef,
} from "react";
import type { ReadCasesView } from "../../../core/bindings";
import { words } from "../../../core/words";
import { Hatch } from "./Hatch";
import {
  type Cell,
  cellAt,
  cellForKey,
  drawn,
  leftOf,
  type Order,
  type Sides,
  shadeOf,
} from "./laying";
import styles from "./Matrix.module.css";

type Props = {
  read: ReadCasesView;
  order: Order;
  sides: Sides;
  /** The cell that the keyboard is at. */
  cell: Cell;
  /** What a cell says. */
  tell: (cell: Cell) => string;
  onCell: (cell: Cell) => void;
  onOver: (cell: Cell | null) => void;
  onOpen: (cell: Cell) => void;
};

/** The cells as a picture of few paths, and the one cell that the keyboard is at as an element. */
export function Cells({ read, order, sides, cell, tell, onCell, onOver, onOpen }: Props) {
  const hatch = useId();
  const grid = useRef<HTMLDivElement>(null);
  /** Whether the next cell takes the keyboard: it was gone to, and not only sorted there. */
  const takes = useRef(false);
  const { points, missing, wrong } = useMemo(() => drawn(read, order, sides), [read, order, sides]);
  const width = leftOf(order.columns.length - 1, order.groups, sides) + sides.width;
  const height = order.rows.length * sides.height;

  const at = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return cellAt({ x: event.clientX - box.left, y: event.clientY - box.top }, order, sides);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter") onOpen(cell);
    else {
      const next = cellForKey(event.key, event.ctrlKey, cell, order);
      if (!next) return;
      takes.current = true;
      onCell(next);
    }
    event.preventDefault();
  };

  return (
    <div
      ref={grid}
      className={styles.cells}
      role="grid"
      aria-label={words("analysis.matrix.title")}
      aria-rowcount={order.rows.length}
      aria-colcount={order.columns.length}
      style={{ width, height }}
      onMouseMove={(event) => onOver(at(event))}
      onMouseLeave={() => onOver(null)}
      onClick={(event) => {
        const next = at(event);
        if (!next) return;
        takes.current = true;
        onCell(next);
        grid.current?.querySelector<HTMLElement>("[role=gridcell]")?.focus();
      }}
      onDoubleClick={(event) => {
        const next = at(event);
        if (next) onOpen(next);
      }}
      onKeyDown={press}
      data-testid="matrix"
    >
      <svg width={width} height={height} aria-hidden="true">
        <defs>
          <Hatch id={hatch} />
        </defs>
        {points.map((path, place) => (
          <path
            key={place}
            d={path}
            fill={shadeOf(place + 1, read.nPoints)}
            data-point={place + 1}
          />
        ))}
        <path d={missing} fill={`url(#${hatch})`} data-missing />
        <path d={wrong} className={styles.wrong} data-wrong />
      </svg>
      <Current
        key={`${cell.row} ${cell.column}`}
        cell={cell}
        label={tell(cell)}
        left={leftOf(cell.column, order.groups, sides)}
        sides={sides}
        takes={takes}
      />
    </div>
  );
}

type CurrentProps = {
  cell: Cell;
  label: string;
  left: number;
  sides: Sides;
  takes: RefObject<boolean>;
};

/** The one cell that can have the keyboard; it takes it along when another one follows. */
function Current({ cell: { row, column }, label, left, sides, takes }: CurrentProps) {
  const own = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takes.current) own.current?.focus();
    takes.current = false;
  }, [takes]);
  return (
    <div role="row" aria-rowindex={row + 1}>
      <div
        ref={own}
        role="gridcell"
        className={styles.current}
        aria-colindex={column + 1}
        aria-label={label}
        tabIndex={0}
        style={{ left, top: row * sides.height, width: sides.width - 1, height: sides.height - 1 }}
        data-testid="matrix-cell"
      />
    </div>
  );
}
