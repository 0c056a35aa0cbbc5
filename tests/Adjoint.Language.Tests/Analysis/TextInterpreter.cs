using System.Globalization;

namespace Adjoint.Language.Tests.Analysis;

/// <summary>
/// Evaluates the language from its text, with its own reader and its own arithmetic, so that nothing is shared with what it checks: plain loops over arrays in C order.
/// It knows all functions but convolutions of several axes.
/// </summary>
internal sealed class TextInterpreter
{
    private readonly string _text;
    private readonly IReadOnlyDictionary<string, Value> _names;
    private int _at;

    private TextInterpreter(string text, IReadOnlyDictionary<string, Value> names) => (_text, _names) = (text.Replace(" ", "", StringComparison.Ordinal), names);

    /// <summary>An array.</summary>
    public sealed record Value(int[] Shape, double[] Entries)
    {
        /// <summary>A number.</summary>
        public static Value Of(double number) => new([], [number]);
    }

    /// <summary>The value of a text.</summary>
    public static Value Run(string text, IReadOnlyDictionary<string, Value> names)
    {
        TextInterpreter interpreter = new(text, names);
        Value value = interpreter.Sum();
        return interpreter._at == interpreter._text.Length ? value : throw new FormatException($"at {interpreter._at} of {text}");
    }

    private bool Take(char wanted)
    {
        bool found = _at < _text.Length && _text[_at] == wanted;
        _at += found ? 1 : 0;
        return found;
    }

    private Value Sum()
    {
        Value value = Product();
        while (true)
        {
            if (Take('+'))
            {
                value = Each(value, Product(), (a, b) => a + b);
            }
            else if (Take('-'))
            {
                value = Each(value, Product(), (a, b) => a - b);
            }
            else
            {
                return value;
            }
        }
    }

    private Value Product()
    {
        Value value = Signed();
        while (true)
        {
            if (Take('*'))
            {
                value = Each(value, Signed(), (a, b) => a * b);
            }
            else if (Take('/'))
            {
                value = Each(value, Signed(), (a, b) => a / b);
            }
            else if (Take('@'))
            {
                value = MatrixProduct(value, Signed());
            }
            else
            {
                return value;
            }
        }
    }

    private Value Signed() => Take('-') ? Map(Signed(), a => -a) : Raised();

    private Value Raised()
    {
        Value value = Primary();
        if (!Take('^'))
        {
            return value;
        }

        double power = Signed().Entries[0];
        return Map(value, a => a < 0 && power != Math.Floor(power) ? double.NaN : Math.Pow(a, power));
    }

    private Value Primary()
    {
        if (Take('('))
        {
            Value inner = Sum();
            return Take(')') ? inner : throw new FormatException($"no ) at {_at}");
        }

        int start = _at;
        bool number = char.IsDigit(_text[_at]) || _text[_at] == '.';
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '_' or '.' || (number && _text[_at] == '-' && _text[_at - 1] is 'e' or 'E' && char.IsDigit(_text[start]))))
        {
            _at++;
        }

        string word = _text[start.._at];
        if (number)
        {
            return Value.Of(double.Parse(word, CultureInfo.InvariantCulture));
        }

        return Take('(') ? Call(word) : _names[word];
    }

    private Value Call(string name)
    {
        Value first = Sum();
        if (name == "reshape")
        {
            Take(',');
            int start = _at;
            while (_text[_at] != ')')
            {
                _at++;
            }

            Value reshaped = new([.. _text[start..(_at++)].Split('x').Select(int.Parse)], first.Entries);
            return reshaped;
        }

        Value? second = null;
        string boundary = "valid";
        if (Take(','))
        {
            second = Sum();
            if (Take(','))
            {
                int start = _at;
                while (_text[_at] != ')')
                {
                    _at++;
                }

                boundary = _text[start.._at];
            }
        }

        Take(')');
        double[] e = first.Entries;
        return name switch
        {
            "sumsq" => Value.Of(e.Sum(a => a * a)),
            "sum" => Value.Of(e.Sum()),
            "mean" => Value.Of(e.Sum() / e.Length),
            "norm1" => Value.Of(e.Sum(Math.Abs)),
            "norm2" => Value.Of(Math.Sqrt(e.Sum(a => a * a))),
            "norminf" => Value.Of(Largest(e.Select(Math.Abs))),
            "max" => Value.Of(Largest(e)),
            "min" => Value.Of(-Largest(e.Select(a => -a))),
            "dot" => Value.Of(e.Zip(second!.Entries, (a, b) => a * b).Sum()),
            "maximum" => Each(first, second!, (a, b) => double.IsNaN(a + b) ? double.NaN : a > b ? a : b),
            "minimum" => Each(first, second!, (a, b) => double.IsNaN(a + b) ? double.NaN : a < b ? a : b),
            "relu" => Map(first, a => a < 0 ? 0 : a),
            "abs" => Map(first, Math.Abs),
            "square" => Map(first, a => a * a),
            "sqrt" => Map(first, Math.Sqrt),
            "exp" => Map(first, Math.Exp),
            "log" => Map(first, Math.Log),
            "logistic" => Map(first, a => (a > 0 ? a : 0) + Math.Log(1 + Math.Exp(-Math.Abs(a)))),
            "sigmoid" => Map(first, a => a > 0 ? 1 / (1 + Math.Exp(-a)) : Math.Exp(a) / (1 + Math.Exp(a))),
            "tanh" => Map(first, Math.Tanh),
            "huber" => Map(first, a => Math.Abs(a) <= (second?.Entries[0] ?? 1) ? a * a : (second?.Entries[0] ?? 1) * ((2 * Math.Abs(a)) - (second?.Entries[0] ?? 1))),
            "logsumexp" => new([.. first.Shape[..^1]], [.. Rows(first).Select(LogSumExp)]),
            "softmax" => new(first.Shape, [.. Rows(first).SelectMany(row => row.Select(a => Math.Exp(a - LogSumExp(row))))]),
            "logsoftmax" => new(first.Shape, [.. Rows(first).SelectMany(row => row.Select(a => a - LogSumExp(row)))]),
            "crossentropy" => Value.Of(Rows(first).Zip(Rows(second!), (row, target) => row.Zip(target, (a, t) => t == 0 ? 0 : t * (LogSumExp(row) - a)).Sum()).Sum()),
            "nll" => Value.Of(-e.Zip(second!.Entries, (p, t) => t == 0 ? 0 : t * Math.Log(p)).Sum()),
            "transpose" => first.Shape.Length < 2 ? first : new([first.Shape[1], first.Shape[0]], [.. Enumerable.Range(0, e.Length).Select(i => e[(i % first.Shape[0] * first.Shape[1]) + (i / first.Shape[0])])]),
            "flip" => first with { Entries = [.. e.Reverse()] },
            "conv" or "corr" => Convolution(first.Entries, second!.Entries, boundary, flip: name == "conv"),
            _ => throw new FormatException(name),
        };
    }

    /// <summary>Along one axis, from the definitions.</summary>
    private static Value Convolution(double[] w, double[] y, string boundary, bool flip)
    {
        int k = w.Length, n = y.Length, s = (k - 1) / 2;
        if (boundary is "full" or "valid")
        {
            bool small = k <= n;
            (double[] kernel, double[] signal) = small ? (w, y) : (y, w);
            kernel = flip ? kernel : [.. kernel.Reverse()];
            double[] full = [.. Enumerable.Range(0, k + n - 1).Select(at => Enumerable.Range(0, kernel.Length).Sum(i => at - i >= 0 && at - i < signal.Length ? kernel[i] * signal[at - i] : 0))];
            double[] part = boundary == "full" ? full : full[(kernel.Length - 1)..signal.Length];
            return new([part.Length], part);
        }

        double Extended(int i) => boundary switch
        {
            "same" => i >= 0 && i < n ? y[i] : 0,
            "circular" => y[((i % n) + n) % n],
            "replicate" => y[Math.Clamp(i, 0, n - 1)],
            "symmetric" => y[((i % (2 * n)) + (2 * n)) % (2 * n) is var m && m < n ? m : (2 * n) - 1 - m],
            _ => n == 1 ? y[0] : y[((i % ((2 * n) - 2)) + (2 * n) - 2) % ((2 * n) - 2) is var m && m < n ? m : (2 * n) - 2 - m],
        };
        return new([n], [.. Enumerable.Range(0, n).Select(at => Enumerable.Range(0, k).Sum(i => w[i] * Extended(flip ? at + s - i : at + i - s)))]);
    }

    private static Value Map(Value value, Func<double, double> function) => value with { Entries = [.. value.Entries.Select(function)] };

    private static Value Each(Value left, Value right, Func<double, double, double> function)
    {
        int rank = Math.Max(left.Shape.Length, right.Shape.Length);
        int[] shape = [.. Enumerable.Range(0, rank).Select(axis => Math.Max(Length(left, axis), Length(right, axis)))];
        double[] entries = new double[shape.Aggregate(1, (product, length) => product * length)];
        for (int place = 0; place < entries.Length; place++)
        {
            entries[place] = function(left.Entries[Source(left)], right.Entries[Source(right)]);

            int Source(Value value)
            {
                int source = 0, rest = place, stride = 1;
                for (int axis = rank - 1; axis >= 0; axis--)
                {
                    (rest, int index) = Math.DivRem(rest, shape[axis]);
                    source += Length(value, axis) == 1 ? 0 : index * stride;
                    stride *= Length(value, axis);
                }

                return source;
            }
        }

        return new Value(shape, entries);

        int Length(Value value, int axis) => axis - rank + value.Shape.Length is >= 0 and int own ? value.Shape[own] : 1;
    }

    private static Value MatrixProduct(Value left, Value right)
    {
        int terms = left.Shape[^1], rows = left.Shape.Length == 1 ? 1 : left.Shape[0], columns = right.Shape.Length == 1 ? 1 : right.Shape[1];
        double[] entries = new double[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                entries[(i * columns) + j] = Enumerable.Range(0, terms).Sum(k => left.Entries[(i * terms) + k] * right.Entries[(k * columns) + j]);
            }
        }

        return new Value([.. left.Shape[..^1], .. right.Shape.Skip(1)], entries);
    }

    private static IEnumerable<double[]> Rows(Value value) => value.Entries.Chunk(value.Shape[^1]);

    private static double LogSumExp(double[] row) => Largest(row) is var top && double.IsFinite(top) ? top + Math.Log(row.Sum(a => Math.Exp(a - top))) : top;

    private static double Largest(IEnumerable<double> values) => values.Any(double.IsNaN) ? double.NaN : values.Max();
}
