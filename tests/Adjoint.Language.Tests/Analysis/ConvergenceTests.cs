using Adjoint.Analysis;
using Adjoint.Analysis.Convergence;
using Adjoint.Calculus;
using Adjoint.Graph;
using Adjoint.Tensors;
using Adjoint.Tests.Support;

namespace Adjoint.Language.Tests.Analysis;

/// <summary>Verdicts on gradient descent over a table of expressions with known truth; every failure that is claimed comes out again by the tests' own evaluation.</summary>
public sealed class ConvergenceTests
{
    /// <summary>
    /// The truth of each follows from a line of calculus. Where a verdict is listed with <c>unknown</c>, the rules may stop; the other one is true.
    /// </summary>
    private static readonly ConvergenceCase[] Table =
    [
        // The reference problems.
        new("sumsq(x - conv(w, y))", "w:3x3", "x:4x4 y:6x6", "global", "true"),
        new("sumsq(x - conv(w, y))", "w:2", "x=[1,2] y=[1,2,4]", "global", "true"),
        new("sumsq(x - conv(w, conv(w, y)))", "w:2", "x:3 y:5", "no"),
        new("sumsq(x - conv(w, conv(w, y)))", "w:3x3", "x:2x2 y:6x6", "no"),
        new("(x - w*(w*y))^2", "w:", "x: y:", "no"),
        new("(x - w*(w*y))^2", "w:", "x=1 y=1", "no"),
        new("(x - w*(w*y))^2", "w:", "x=-1 y=1", "no"),
        new("(x - w*(w*y))^2", "w:", "x::nonpos y::nonneg", "no"),
        new("crossentropy(y @ w, x)", "w:3x2", "y:4x3 x:4x2:onehot", "global"),
        new("crossentropy(y @ w + b, x)", "w:3x2 b:2", "y:4x3 x:4x2:nonneg", "global"),
        new("nll(softmax(y @ w), x)", "w:3x2", "y:4x3 x:4x2:onehot", "global"),
        new("crossentropy(y @ w, x) + 0.1*sumsq(w)", "w:3x2", "y:4x3 x:4x2:onehot", "global", "true"),
        new("crossentropy(y @ w + b, x) + 0.1*sumsq(w)", "w:3x2 b:2", "y:4x3 x:4x2:onehot", "global"),
        new("crossentropy(tanh(y @ v) @ w, x)", "v:2x2 w:2x2", "y:2x2 x:2x2:onehot", "no"),
        new("crossentropy(relu(y @ v) @ w, x)", "v:2x2 w:2x2", "y:2x2 x:2x2:onehot", "no unknown"),
        new("sumsq(x - relu(conv(v, relu(conv(w, y)) + 0)))", "w:2 v:2", "x:2 y:4", "no"),
        new("sumsq(x - relu(v*relu(w*y + b) + c))", "w: b: v: c:", "x: y:", "no"),
        new("sumsq(x - relu(v*y))", "v:", "x: y:", "no"),
        new("sumsq(x - v*relu(y))", "v:", "x: y:", "global", "true"),
        new("sumsq(x - relu(v*y))", "v:", "x::nonpos y:", "unknown no"),

        // Traps: convex is not enough.
        new("dot(c, w)", "w:3", "c:3", "no"),
        new("2*w - 1", "w:", "", "no"),
        new("sum(w) - sumsq(y)", "w:3", "y:2", "no"),
        new("abs(w)", "w:", "", "no"),
        new("norm1(w)", "w:3", "", "no"),
        new("norm1(w - y) + sumsq(w)", "w:2", "y:2", "no"),
        new("norm1(w - 1) + 10*sumsq(w - 5)", "w:2", "", "unknown"),
        new("abs(w) + 2*square(w - v) + square(v - 5)", "w: v:", "", "unknown"),
        new("sumsq(a @ w - b) + 10*norm1(w)", "w:2", "a=[[1,2],[3,4]] b=[1,1]", "no unknown"),
        new("relu(w)", "w:", "", "unknown"),
        new("relu(1 - w)", "w:", "", "unknown"),
        new("norm2(w)", "w:2", "", "no unknown"),
        new("max(w)", "w:2", "", "no"),
        new("exp(w) + exp(-w)", "w:", "", "no"),
        new("exp(w)", "w:", "", "unknown"),
        new("exp(w) + w^2", "w:", "", "unknown"),
        new("w^4", "w:", "", "no"),
        new("sum(w^4) + sumsq(w)", "w:3", "", "no"),
        new("square(sumsq(w))", "w:2", "", "no"),
        new("w^3", "w:", "", "no"),
        new("logsumexp(w)", "w:3", "", "no"),
        new("logistic(w) - w", "w:", "", "global unknown"),
        new("logistic(w)", "w:", "", "global", "false"),
        new("logistic(w) + logistic(-w)", "w:", "", "global", "true"),
        new("sum(logistic(-y*w))", "w:", "y=[1,2,3]", "global", "false"),
        new("sum(logistic(-y*w))", "w:", "y=[1,-2,3]", "global", "true"),
        new("crossentropy(y @ w, x)", "w:2x2", "y=[[1,0],[0,1]] x=[[1,0],[0,1]]", "global", "false"),
        new("crossentropy(y @ w, x)", "w:1x2", "y=[[1],[1],[1]] x=[[1,0],[0,1],[1,0]]", "global", "true"),
        new("-log(w)", "w:", "", "no unknown"),
        new("w - log(w)", "w:", "", "unknown no"),
        new("w^2 + 3*tanh(w)^2", "w:", "", "unknown"),
        new("-log(1 + w^2)", "w:", "", "no"),
        new("w^4 - w^2 + 0.3*w", "w:", "", "no"),
        new("w^4 - 2*w^2", "w:", "", "no"),
        new("tanh(w)", "w:", "", "unknown no"),
        new("square(w*v - 1)", "w: v:", "", "no"),
        new("sumsq(u @ v - m)", "u:2x1 v:1x2", "m:2x2", "no"),
        new("-sumsq(w)", "w:2", "", "no"),
        new("w*v", "w: v:", "", "no"),

        // Traps of rounding: slopes that only look like zero, and values that only look like minus infinity.
        new("tanh(50*w)", "w:", "", "unknown"),
        new("sigmoid(1000*w)", "w:", "", "unknown"),
        new("log(exp(-w) + exp(-1000))", "w:", "", "unknown"),
        new("w^2*1e-12", "w:", "", "global", "true"),
        new("-exp(w)", "w:", "", "no"),
        new("log(sigmoid(w))", "w:", "", "no"),
        new("1e-9*w", "w:", "", "no unknown"),
        new("w*w", "w:1", "", "global", "true"),
        new("huber(w, 1000000)", "w:", "", "global", "true"),
        new("w^2 - 1000000*w", "w:", "", "global", "true"),

        // Smooth and convex.
        new("sumsq(w)", "w:3", "", "global", "true"),
        new("sumsq(a @ w - b)", "w:3", "a:4x3 b:4", "global", "true"),
        new("sumsq(a @ w - b) + sumsq(w)", "w:3", "a:4x3 b:4", "global", "true"),
        new("sumsq(a @ w - b) + dot(c, w)", "w:3", "a:4x3 b:4 c:3", "no"),
        new("sumsq(w) + dot(c, w)", "w:3", "c:3", "global", "true"),
        new("dot(w, w) - 2*dot(c, w)", "w:3", "c:3", "global unknown", "true"),
        new("mean(square(a @ w - b)) + lam*sumsq(w)", "w:3", "a:4x3 b:4 lam::pos", "global", "true"),
        new("sum(huber(a @ w - b))", "w:2", "a:3x2 b:3", "global", "true"),
        new("sum(huber(a @ w - b, 0.5))", "w:2", "a:3x2 b:3", "global", "true"),
        new("sum(square(relu(1 - a @ w)))", "w:2", "a:3x2", "global", "true"),
        new("sum(square(relu(1 - a @ w))) + 0.5*sumsq(w)", "w:2", "a:3x2", "global", "true"),
        new("sqrt(1 + w^2)", "w:", "", "global", "true"),
        new("sqrt(1 + sumsq(a @ w - b))", "w:2", "a:3x2 b:3", "global", "true"),
        new("logistic(w) + w^2", "w:", "", "global", "true"),
        new("sum(logistic(-y*(a @ w))) + 0.01*sumsq(w)", "w:2", "a:3x2 y:3", "global", "true"),
        new("-sum(x*logsoftmax(y @ w))", "w:3x2", "y:4x3 x:4x2:nonneg", "global"),
        new("sumsq(y)", "w:2", "y:2", "global", "true"),
        new("sumsq(y) + 0*sum(w)", "w:2", "y:2", "global unknown", "true"),
        new("sumsq(w) ", "w:2:nonneg", "", "unknown global"),
        new("sumsq(abs(w))", "w:2", "", "global", "true"),
        new("sumsq(x - conv(w, y, circular)) + sumsq(x - corr(w, y, same))", "w:3", "x:6 y:6", "global", "true"),
    ];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Table.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Verdicts_are_true(int number)
    {
        ConvergenceCase row = Table[number];
        Question question = row.Question();
        ConvergenceVerdict verdict = Converge.Of(question);
        Assert.True(row.Allows(verdict.Verdict), $"{row}: {verdict.Verdict}, and the truth is {row.Verdicts}. {string.Join("; ", verdict.Tried)} {verdict.Failure}");
        Assert.Equal(verdict.Verdict == DescentGuarantee.GlobalMinimum, verdict.Steps.Count > 0);
        Assert.Equal(verdict.Verdict == DescentGuarantee.NoGuarantee, verdict.Failure is not null);
        if (verdict.Verdict == DescentGuarantee.GlobalMinimum)
        {
            Assert.Equal(question.Quantified.Count == 0, verdict.Numbers is not null);
            Assert.True(row.Attained.Length == 0 || row.Attained == verdict.Attained?.ToString().ToLowerInvariant(), $"{row}: attained {verdict.Attained}");
        }
        else if (verdict.Failure is DescentFailure failure)
        {
            Replays(question, failure);
        }
        else
        {
            Assert.NotEmpty(verdict.Tried);
        }
    }

    [Fact]
    public void Targets_of_failures_are_at_least_zero()
    {
        Variable v = new("v", [2, 2]), w = new("w", [2, 2]), y = new("y", [2, 2]), x = new("x", [2, 2]);
        Expr loss = ExpressionParser.Parse("crossentropy(tanh(y @ v) @ w, x)", v, w, y, x);
        ConvergenceVerdict verdict = Converge.Of(new Question(loss, v, w) { Nonnegative = [x] });
        Assert.Equal(DescentGuarantee.NoGuarantee, verdict.Verdict);
        Assert.All(verdict.Failure!.Fixed[x].Span.ToArray(), entry => Assert.True(entry >= 0));
    }

    [Fact]
    public void A_target_that_moves_restricts_where_descent_may_go()
    {
        Variable w = new("w", [1, 2]), y = new("y", [1, 2]);
        ConvergenceVerdict verdict = Converge.Of(new Question(ExpressionParser.Parse("crossentropy(y, w) + sumsq(w)", w, y), w) { Nonnegative = [w] });
        Assert.Equal(DescentGuarantee.Unknown, verdict.Verdict);
    }

    /// <summary>Everything that a failure says, computed anew node by node from the primitives' reference rules.</summary>
    internal static void Replays(Question question, DescentFailure failure)
    {
        double At(IReadOnlyDictionary<Variable, Tensor<double>> moving) => Interpreter.Evaluate(question.Expression, Values(failure, moving)).Span[0];
        double[] GradientAt(IReadOnlyDictionary<Variable, Tensor<double>> moving) =>
            [.. Interpreter.Evaluate(question.Expression.Gradient(question.Moving), Values(failure, moving)).SelectMany(part => part.Span.ToArray())];
        double start = At(failure.Start), scale = 1 + Math.Abs(start);
        Assert.Equal(start, failure.AtStart, 1e-9 * scale);
        if (failure.Lower is not null)
        {
            double lower = At(failure.Lower);
            Assert.Equal(lower, failure.AtLower!.Value, 1e-9 * (1 + Math.Abs(lower)));
            Assert.True(lower < start, $"{lower} is not below {start}");
        }

        foreach ((Variable variable, Tensor<double> value) in question.Values)
        {
            Assert.Same(value, failure.Fixed[variable]);
        }

        switch (failure.Kind)
        {
            case DescentFailureKind.StationaryPoint:
                Assert.All(GradientAt(failure.Start), entry => Assert.InRange(entry, -1e-8, 1e-8));
                Assert.True(failure.AtStart - failure.AtLower > 1e-5 * (1 + Math.Max(Math.Abs(failure.AtStart), Math.Abs(failure.AtLower!.Value))));
                break;
            case DescentFailureKind.UnboundedBelow:
                Assert.True(failure.Distances.Count >= 2);
                double rate = (start - failure.Losses[0]) / failure.Distances[0], before = start;
                foreach ((double distance, double loss) in failure.Distances.Zip(failure.Losses))
                {
                    double own = At(question.Moving.ToDictionary(variable => variable, variable => Scaled(distance, failure.Direction![variable])));
                    Assert.Equal(loss, own, 1e-9 * Math.Abs(loss));

                    // Like a line, or by the same from each power of ten to the next.
                    Assert.True(own <= start - (0.2 * rate * distance) || own <= before - 1, $"{own} after {before}");
                    before = own;
                }

                break;
            default:
                for (int i = 0; i + 1 < failure.Iterates.Count; i++)
                {
                    double[] gradient = GradientAt(failure.Iterates[i]), here = Flat(question, failure.Iterates[i]), next = Flat(question, failure.Iterates[i + 1]);
                    for (int k = 0; k < here.Length; k++)
                    {
                        Assert.Equal(here[k] - (failure.Step!.Value * gradient[k]), next[k], 1e-6 * (1 + Math.Abs(next[k])));
                    }

                    double loss = At(failure.Iterates[i]);
                    Assert.True(loss > failure.AtLower);
                    if (failure.Kind == DescentFailureKind.Departure)
                    {
                        Assert.True(double.IsNaN(At(failure.Iterates[i + 1])));
                        continue;
                    }

                    Assert.True(failure.Kind == DescentFailureKind.Oscillation || At(failure.Iterates[i + 1]) >= loss);
                }

                Assert.NotEmpty(failure.OtherSteps);
                break;
        }
    }

    private static (Variable, Tensor<double>)[] Values(DescentFailure failure, IReadOnlyDictionary<Variable, Tensor<double>> moving) =>
        [.. failure.Fixed.Select(pair => (pair.Key, pair.Value)), .. moving.Select(pair => (pair.Key, pair.Value))];

    private static Tensor<double> Scaled(double factor, Tensor<double> value) => new(value.Shape, [.. value.Span.ToArray().Select(entry => factor * entry)]);

    private static double[] Flat(Question question, IReadOnlyDictionary<Variable, Tensor<double>> point) => [.. question.Moving.SelectMany(variable => point[variable].Span.ToArray())];
}
