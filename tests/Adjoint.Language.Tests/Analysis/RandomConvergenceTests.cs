using System.Globalization;
using Adjoint.Analysis;
using Adjoint.Analysis.Convergence;
using Adjoint.Calculus;
using Adjoint.Graph;
using Adjoint.Tensors;
using Adjoint.Tests.Support;

namespace Adjoint.Language.Tests.Analysis;

/// <summary>
/// Losses put together at random: where a global minimum is promised, descent from far apart starts comes to the same value, falls at every step, and nothing lower is met; where none is, the failure replays.
/// </summary>
public sealed class RandomConvergenceTests
{
    private static readonly string[] Pieces =
    [
        "a @ w", "w", "w - b", "2*w + 1", "a @ w - b", "-w", "w*b", "w*w", "tanh(w)", "relu(w)", "abs(w)", "exp(w)", "square(w)", "w - w", "relu(a @ w - b)", "b", "flip(w) + w", "conv(w, b, circular)",
    ];

    private static readonly string[] Functions =
    [
        "sumsq({0})", "sum({0})", "sum(logistic({0}))", "sum(huber({0}, 0.5))", "sum(square(relu({0})))", "norm1({0})", "norm2({0})", "logsumexp({0})", "max({0})", "sqrt(1 + sumsq({0}))", "dot(c, {0})",
        "-sum(c*logsoftmax({0}))", "sum(exp({0}))", "sum(({0})^4)", "sum(sigmoid({0}))", "crossentropy({0}, c)", "sum(sqrt(2 + square({0})))", "dot({0}, w)", "sumsq({0}) - sum({0})", "log(1 + sumsq({0}))",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Promises_are_kept(int seed)
    {
        Random random = new(seed);
        int promised = 0, refuted = 0;
        for (int number = 0; number < 80; number++)
        {
            string text = string.Join(random.Next(5) == 0 ? " - " : " + ", Enumerable.Range(0, 1 + random.Next(3)).Select(_ =>
                $"{(random.Next(3) == 0 ? "0.3*" : "")}{string.Format(CultureInfo.InvariantCulture, Functions[random.Next(Functions.Length)], Pieces[random.Next(Pieces.Length)])}"));
            ConvergenceCase row = new(text, "w:3", "a=[[1,2,0],[0,1,-1],[1,0,3]] b=[0.5,-1,2] c=[0.25,1,0]", "");
            Question question = row.Question();
            ConvergenceVerdict verdict = Converge.Of(question);
            if (verdict.Verdict == DescentGuarantee.GlobalMinimum)
            {
                promised++;
                IsKept(text, question, verdict);
            }
            else if (verdict.Failure is DescentFailure failure)
            {
                refuted++;
                ConvergenceTests.Replays(question, failure);
            }
        }

        Assert.InRange(promised, 5, 80);
        Assert.InRange(refuted, 5, 80);
    }

    private static void IsKept(string text, Question question, ConvergenceVerdict verdict)
    {
        Assert.NotNull(verdict.Numbers);
        Random random = new(0);
        Variable w = question.Moving[0];
        Expr gradient = question.Expression.Gradient(w);
        (Variable, Tensor<double>)[] fixedValues = [.. question.Values.Select(pair => (pair.Key, pair.Value))];
        double lowest = double.PositiveInfinity;
        List<double> ends = [];
        for (int start = 0; start < 3; start++)
        {
            Tensor<double> point = new(w.Shape, [.. Enumerable.Range(0, 3).Select(_ => 4 * (random.NextDouble() - 0.5))]);
            double before = double.PositiveInfinity, step = start == 2 ? 0.9 * verdict.Numbers.StepBelow : verdict.Numbers.Step;
            step = double.IsFinite(step) ? step : 1;
            for (int i = 0; i < 2000; i++)
            {
                if (i % 100 == 0)
                {
                    double value = Interpreter.Evaluate(question.Expression, [.. fixedValues, (w, point)]).Span[0];
                    Assert.True(value <= before + (1e-10 * (1 + Math.Abs(before))) || double.IsInfinity(before), $"{text}: from {before} to {value} with step {step}");
                    before = value;
                }

                Tensor<double> slope = Interpreter.Evaluate(gradient, [.. fixedValues, (w, point)]);
                point = new Tensor<double>(w.Shape, [.. point.Span.ToArray().Zip(slope.Span.ToArray(), (entry, own) => entry - (step * own))]);
            }

            ends.Add(Interpreter.Evaluate(question.Expression, [.. fixedValues, (w, point)]).Span[0]);
        }

        for (int sample = 0; sample < 300; sample++)
        {
            double scale = Math.Pow(10, random.Next(4) - 1);
            Tensor<double> point = new(w.Shape, [.. Enumerable.Range(0, 3).Select(_ => scale * ((2 * random.NextDouble()) - 1))]);
            lowest = Math.Min(lowest, Interpreter.Evaluate(question.Expression, [.. fixedValues, (w, point)]).Span[0]);
        }

        // Descent is slow where the infimum is not attained: after k steps the gap is below a distance squared over 2 k times the step.
        double allowed = verdict.Numbers.Rate is double rate ? Math.Max(1e-6, 100 * Math.Pow(rate, 4000)) : 0.05;
        Assert.True(ends.Max() - ends.Min() <= allowed * (1 + Math.Abs(ends[0])), $"{text}: ends at {string.Join(", ", ends)}");
        Assert.True(ends.Max() <= lowest + (allowed * (1 + Math.Abs(lowest))), $"{text}: ends at {ends.Max()}, and {lowest} was met");
    }
}
