using Adjoint.Analysis;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Tensors;

namespace Adjoint.Language.Tests.Analysis;

/// <summary>An expression of which the truth is known.</summary>
/// <param name="Text">The expression.</param>
/// <param name="Moving">What moves, by names with commas.</param>
/// <param name="Declared">
/// The names: <c>w:3</c> a shape, <c>w</c> a number, <c>Q=[1,2]</c> a value; with <c>+</c> behind the name it is ≥ 0, with <c>-</c> ≤ 0, with <c>!</c> its rows are one-hot.
/// </param>
/// <param name="Linearity">Linear, affine or neither.</param>
/// <param name="Bend">How it bends.</param>
/// <param name="Why">How that is known.</param>
/// <param name="Beyond">Whether more is needed than to compose plain rules.</param>
public sealed record ExpressionCase(string Text, string Moving, string Declared, Linearity Linearity, Bend Bend, string Why, bool Beyond)
{
    /// <summary>Whether it is convex.</summary>
    public Convexity Convexity => Bend is Bend.Constant or Bend.Affine or Bend.Convex ? Convexity.Convex : Convexity.Nonconvex;

    /// <summary>The question.</summary>
    public Question Question()
    {
        Dictionary<string, Variable> names = [];
        Dictionary<Variable, Tensor<double>> values = [];
        Dictionary<Variable, Interval> ranges = [];
        HashSet<Variable> oneHot = [];
        foreach (string part in Declared.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int end = part.IndexOfAny([':', '=', '+', '-', '!']);
            string name = end < 0 ? part : part[..end], rest = end < 0 ? "" : part[end..];
            string marks = string.Concat(rest.TakeWhile(mark => mark is '+' or '-' or '!'));
            rest = rest[marks.Length..];
            Tensor<double>? value = rest.StartsWith('=') ? Arrays.Read(rest[1..]) : null;
            Shape shape = value?.Shape ?? (rest.Length == 0 ? Shape.Scalar : Shape.Create([.. rest[1..].Split('x').Select(int.Parse)]));
            Variable variable = new(name, shape);
            names.Add(name, variable);
            if (value is not null)
            {
                values.Add(variable, value);
            }

            if (marks.Contains('+') || marks.Contains('-'))
            {
                ranges.Add(variable, marks.Contains('+') ? Interval.Nonnegative : Interval.Nonpositive);
            }

            if (marks.Contains('!'))
            {
                oneHot.Add(variable);
            }
        }

        Expr expression = ExpressionParser.Parse(Text, names, out IReadOnlyList<TargetArgument> targets);
        foreach (TargetArgument target in targets)
        {
            if (target.Expression is Variable variable && !values.ContainsKey(variable))
            {
                ranges[variable] = Interval.Nonnegative;
            }
        }

        return new Question(expression, [.. Moving.Split(',').Select(name => names[name])]) { Values = values, Ranges = ranges, OneHot = oneHot };
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Text} in {Moving} [{Declared}]";
}
