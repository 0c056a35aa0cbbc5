using Adjoint.Analysis;
using Adjoint.Analysis.Convergence;
using Adjoint.Calculus;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Tests.Support;

namespace Adjoint.Language.Tests.Analysis;

/// <summary>The network of two layers from a colour image to a grey one, 3×3 kernels and rectifiers, with its squared error.</summary>
public sealed class NetworkConvergenceTests
{
    private readonly Variable _y = new("y", [1, 7, 7, 3]), _x = new("x", [1, 3, 3, 1]), _w1 = new("w1", [3, 3, 3, 8]), _b1 = new("b1", [8]), _w2 = new("w2", [3, 3, 8, 1]), _b2 = new("b2", [1]);

    private Expr Loss(bool lastRectifier)
    {
        Expr hidden = Expressions.Relu(Expressions.CorrelatePictures(_w1, _y) + _b1), output = Expressions.CorrelatePictures(_w2, hidden) + _b2;
        return Expressions.SumOfSquares(_x - (lastRectifier ? Expressions.Relu(output) : output));
    }

    [Fact]
    public void All_weights_together_have_a_dead_point()
    {
        Question question = new(Loss(true), _w1, _b1, _w2, _b2);
        Replays(question, Converge.Of(question));
    }

    [Fact]
    public void Without_the_last_rectifier_the_layers_together_still_have_one()
    {
        Question question = new(Loss(false), _w1, _b1, _w2, _b2);
        Replays(question, Converge.Of(question));
    }

    [Fact]
    public void The_last_layer_alone_is_least_squares_without_the_last_rectifier()
    {
        ConvergenceVerdict verdict = Converge.Of(new Question(Loss(false), _w2, _b2));
        Assert.Equal(DescentGuarantee.GlobalMinimum, verdict.Verdict);
        Assert.True(verdict.Attained);
    }

    [Fact]
    public void The_last_layer_alone_has_a_dead_point_with_the_last_rectifier()
    {
        Question question = new(Loss(true), _w2, _b2);
        Replays(question, Converge.Of(question));
    }

    [Fact]
    public void A_target_below_zero_leaves_no_claim_of_a_smooth_loss()
    {
        Question question = new(Loss(true), _w2, _b2) { Ranges = new Dictionary<Variable, Interval> { [_x] = Interval.Nonpositive } };
        Assert.NotEqual(DescentGuarantee.GlobalMinimum, Converge.Of(question).Verdict);
    }

    private static void Replays(Question question, ConvergenceVerdict verdict)
    {
        Assert.True(verdict.Verdict == DescentGuarantee.NoGuarantee, $"{verdict.Verdict}: {string.Join("; ", verdict.Tried)}");
        DescentFailure failure = verdict.Failure!;
        Assert.Equal(DescentFailureKind.StationaryPoint, failure.Kind);
        (Variable, Tensor<double>)[] others = [.. failure.Fixed.Select(pair => (pair.Key, pair.Value))];
        (Variable, Tensor<double>)[] start = [.. others, .. failure.Start.Select(pair => (pair.Key, pair.Value))], lower = [.. others, .. failure.Lower!.Select(pair => (pair.Key, pair.Value))];
        Assert.All(Interpreter.Evaluate(question.Expression.Gradient(question.Moving), start), part => Assert.DoesNotContain(part.Span.ToArray(), entry => entry != 0));
        Assert.True(Interpreter.Evaluate(question.Expression, lower).Span[0] < Interpreter.Evaluate(question.Expression, start).Span[0] - 1e-5);
    }
}
