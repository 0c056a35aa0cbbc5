using System.Globalization;
using System.Text;
using Adjoint.Cli.Commands;
using Adjoint.Tensors;

namespace Adjoint.Cli.Output;

/// <summary>Writes arrays for people: rows under each other, numbers aligned and with all their digits, the middle of large arrays left out.</summary>
internal static class ArrayText
{
    /// <summary>Arrays of more entries are shown by their edges, as numpy does.</summary>
    private const int MostEntries = 1000;

    /// <summary>Entries shown at each edge.</summary>
    private const int Edge = 3;

    /// <summary>Columns after which a row goes on in the next line.</summary>
    private const int Width = 100;

    /// <summary>Prints a result: the value alone, or value and gradients with their names.</summary>
    public static void Print(EvaluationResult result)
    {
        if (result.Gradients.Count == 0)
        {
            Terminal.Print(Format(result.Value));
            return;
        }

        Terminal.Print($"value\n{Format(result.Value)}");
        foreach ((string name, Tensor<double> gradient) in result.Gradients)
        {
            Terminal.Print($"\ngradient in {name}\n{Format(gradient)}");
        }
    }

    /// <summary>An array as text, without a line end.</summary>
    public static string Format(Tensor<double> array)
    {
        Shape shape = array.Shape;
        if (shape.Rank == 0)
        {
            return Number(array.Span[0]);
        }

        if (shape.Size == 0)
        {
            return $"[]  (shape {shape})";
        }

        bool elide = shape.Size > MostEntries;
        Writer writer = new(array, elide, WidthOf(array, elide));
        writer.Write(0, 0);
        return writer.Text + (elide ? $"  (shape {shape})" : "");
    }

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The entries along an axis that are shown, −1 standing for those that are not.</summary>
    private static IEnumerable<int> Shown(int length, bool elide) =>
        elide && length > 2 * Edge ? [.. Enumerable.Range(0, Edge), -1, .. Enumerable.Range(length - Edge, Edge)] : Enumerable.Range(0, length);

    private static int WidthOf(Tensor<double> array, bool elide)
    {
        int width = 0, axes = array.Shape.Rank;
        Stack<(int Axis, int Offset)> open = new([(0, 0)]);
        while (open.TryPop(out (int Axis, int Offset) top))
        {
            if (top.Axis == axes)
            {
                width = Math.Max(width, Number(array.Span[top.Offset]).Length);
                continue;
            }

            foreach (int i in Shown(array.Shape[top.Axis], elide).Where(i => i >= 0))
            {
                open.Push((top.Axis + 1, (top.Offset * array.Shape[top.Axis]) + i));
            }
        }

        return width;
    }

    private sealed class Writer(Tensor<double> array, bool elide, int width)
    {
        private readonly StringBuilder _text = new();
        private int _column;

        public string Text => _text.ToString();

        public void Write(int axis, int offset)
        {
            bool isRow = axis == array.Shape.Rank - 1, isFirst = true;
            Append("[");
            foreach (int i in Shown(array.Shape[axis], elide))
            {
                string entry = i < 0 ? "…" : isRow ? Number(array.Span[(offset * array.Shape[axis]) + i]).PadLeft(width) : "";
                if (!isFirst)
                {
                    Append(",");
                    Separate(axis, isRow ? entry.Length : int.MaxValue);
                }

                isFirst = false;
                if (i < 0 || isRow)
                {
                    Append(entry);
                }
                else
                {
                    Write(axis + 1, (offset * array.Shape[axis]) + i);
                }
            }

            Append("]");
        }

        private void Separate(int axis, int next)
        {
            if (next < Width && _column + 1 + next <= Width)
            {
                Append(" ");
                return;
            }

            // An empty line between matrices, as many as there are axes within.
            bool isRow = next != int.MaxValue;
            _text.Append('\n', isRow ? 1 : Math.Max(1, array.Shape.Rank - 1 - axis));
            _column = 0;
            Append(new string(' ', axis + 1));
        }

        private void Append(string piece)
        {
            _text.Append(piece);
            _column += piece.Length;
        }
    }
}
