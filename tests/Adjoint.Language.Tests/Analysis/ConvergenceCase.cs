using Adjoint.Analysis;
using Adjoint.Analysis.Convergence;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Tensors;

namespace Adjoint.Language.Tests.Analysis;

/// <summary>An expression of which is known whether gradient descent reaches its infimum.</summary>
/// <param name="Expression">The expression.</param>
/// <param name="Moving">What moves: names and shapes, as in <c>w:3 b:</c>.</param>
/// <param name="Others">The others: names with a shape, or a value, as in <c>x:2x2 y=[1,2]</c>; <c>nonneg</c>, <c>nonpos</c> or <c>onehot</c> after a shape, as in <c>x:2x2:onehot</c>.</param>
/// <param name="Verdicts">The verdicts that are not wrong, as in <c>no unknown</c>: global, no or unknown.</param>
/// <param name="Attained">Whether the infimum is attained, where that must be known: true, false, or empty.</param>
public sealed record ConvergenceCase(string Expression, string Moving, string Others, string Verdicts, string Attained = "")
{
    public Question Question()
    {
        List<Variable> moving = [], all = [];
        Dictionary<Variable, Tensor<double>> values = [];
        Dictionary<Variable, Interval> ranges = [];
        HashSet<Variable> oneHot = [];
        foreach (string part in $"{Moving} | {Others}".Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "|")
            {
                moving = [.. all];
                continue;
            }

            if (part.Contains('=', StringComparison.Ordinal))
            {
                string[] pair = part.Split('=');
                Tensor<double> value = Arrays.Read(pair[1]);
                all.Add(new Variable(pair[0], value.Shape));
                values[all[^1]] = value;
                continue;
            }

            string[] words = part.Split(':');
            all.Add(new Variable(words[0], Shape.Create([.. words[1].Split('x', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)])));
            foreach (string word in words[2..])
            {
                switch (word)
                {
                    case "onehot":
                        oneHot.Add(all[^1]);
                        break;
                    case "nonneg":
                        ranges[all[^1]] = Interval.Nonnegative;
                        break;
                    case "pos":
                        ranges[all[^1]] = Interval.Positive;
                        break;
                    default:
                        ranges[all[^1]] = Interval.Nonpositive;
                        break;
                }
            }
        }

        return new Question(ExpressionParser.Parse(Expression, all), moving) { Values = values, Ranges = ranges, OneHot = oneHot };
    }

    public bool Allows(DescentGuarantee verdict) => Verdicts.Split(' ').Contains(verdict switch
    {
        DescentGuarantee.GlobalMinimum => "global",
        DescentGuarantee.NoGuarantee => "no",
        _ => "unknown",
    });

    public override string ToString() => $"{Expression} in {Moving}{(Others.Length == 0 ? "" : $" with {Others}")}";
}
