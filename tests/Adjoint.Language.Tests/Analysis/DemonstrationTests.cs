using Adjoint.Analysis;
using Adjoint.Analysis.Convergence;

namespace Adjoint.Language.Tests.Analysis;

/// <summary>Runs of descent do what the verdict says; what kinks allow instead.</summary>
public sealed class DemonstrationTests
{
    [Fact]
    public void Descent_on_the_convolution_layer_reaches_one_value_and_runs_away_above_the_bound()
    {
        Question question = DescentConstantTests.WithValues(new ConvergenceCase("sumsq(x - conv(w, y))", "w:2", "x:6 y:7", "global").Question(), 5);
        Demonstration shown = Demonstration.Run(question, Converge.Of(question), 2000);
        DescentCurve[] below = [.. shown.Curves.Where(curve => !curve.Diverges)];
        Assert.Equal(6, below.Length);
        double least = below.Min(curve => curve.Losses[^1]);
        Assert.All(below, curve => Assert.Equal(least, curve.Losses[^1], 1e-6 * (1 + least)));
        DescentCurve above = Assert.Single(shown.Curves, curve => curve.Diverges);
        Assert.True(above.Step > shown.Numbers!.StepBelow);
        Assert.True(above.Losses[^1] > 1e6 * (1 + above.Losses[0]));
    }

    [Fact]
    public void Values_are_chosen_where_there_are_none()
    {
        Question question = new ConvergenceCase("crossentropy(y @ w, x)", "w:2x2", "y:3x2 x:3x2:onehot", "global").Question();
        Demonstration shown = Demonstration.Run(question, Converge.Of(question), 50);
        Assert.NotNull(shown.Numbers);
        Assert.Equal(2, shown.Fixed.Count);
        Assert.All(shown.Curves, curve => Assert.True(curve.Losses[^1] <= curve.Losses[0] + 1e-12));
    }

    [Fact]
    public void Two_starts_of_the_shared_kernel_end_in_different_places()
    {
        Question question = new ConvergenceCase("(x - w*(w*y))^2", "w:", "x: y:", "no").Question();
        Demonstration shown = Demonstration.Run(question, Converge.Of(question), 500);
        double[] ends = [.. shown.Curves.Select(curve => curve.End[question.Moving[0]].Span[0])];
        Assert.Equal(0, ends[0]);
        Assert.Equal(1, ends.Max(), 1e-6);
        Assert.Equal(-1, ends.Min(), 1e-6);
    }

    [Fact]
    public void Runaway_starts_run_away()
    {
        Question question = new ConvergenceCase("w^4", "w:", "", "no").Question();
        DescentCurve curve = Demonstration.Run(question, Converge.Of(question), 100).Curves[0];
        Assert.True(curve.Diverges);
        Assert.True(curve.Losses[^1] > curve.Losses[0]);
    }

    [Theory]
    [InlineData("sumsq(a @ w - b) + 0.1*norm1(w)", "w:2", "a=[[1,2],[3,4],[5,6]] b=[1,2,3]", "global")]
    [InlineData("sumsq(a @ w - b) + lam*norm1(w)", "w:2", "a:3x2 b:3 lam::nonneg", "global")]
    [InlineData("norm1(w)", "w:2", "", "global")]
    [InlineData("abs(w - 3)", "w:", "", "global")]
    [InlineData("crossentropy(y @ w, x) + 0.5*norm1(w)", "w:3x2", "y:4x3 x:4x2:onehot", "global")]
    [InlineData("sumsq(w - c) + relu(1 - w)", "w:", "c:", "global")]
    [InlineData("sumsq(a @ w - b) + norm2(w)", "w:2", "a:3x2 b:3", "global")]
    [InlineData("dot(c, w) + norm1(w)", "w:2", "c:2", "unknown")]
    [InlineData("norm1(a @ w - b)", "w:2", "a:3x2 b:3", "")]
    [InlineData("norm1(w) + norm2(w)", "w:2", "", "")]
    [InlineData("max(w)", "w:2", "", "")]
    [InlineData("sumsq(a @ w - b) + lam*norm1(w)", "w:2", "a:3x2 b:3 lam:", "")]
    public void The_proximal_gradient_method_is_judged_where_the_kinks_have_a_map(string expression, string moving, string others, string expected)
    {
        ConvergenceCase row = new(expression, moving, others, expected);
        Question question = row.Question();
        ConvergenceVerdict verdict = Converge.Of(question);
        Assert.NotEqual(DescentGuarantee.GlobalMinimum, verdict.Verdict);
        Assert.Equal(expected.Length > 0, verdict.Proximal is not null);
        Assert.True(verdict.Proximal is null || row.Allows(verdict.Proximal.Verdict));
        Assert.Equal(verdict.Proximal is not null && question.Quantified.Count == 0, verdict.Proximal?.Lipschitz is not null);
    }

    [Fact]
    public void The_smooth_part_of_a_lasso_has_the_constant_of_least_squares()
    {
        Question lasso = new ConvergenceCase("sumsq(a*w - b) + 0.1*norm1(w)", "w:2", "a=[1,2] b=[1,1]", "").Question();
        ProximalVerdict proximal = Converge.Of(lasso).Proximal!;
        Assert.Equal(8, proximal.Lipschitz!.Value, 1e-8);
        Assert.Equal(0.125, proximal.Step!.Value, 1e-9);

        // Proximal descent at that step, written out: b = 1 pulls w to (b a − 0.05) / a².
        double[] a = [1, 2], w = [5, -5];
        for (int i = 0; i < 500; i++)
        {
            for (int k = 0; k < 2; k++)
            {
                double moved = w[k] - (proximal.Step.Value * 2 * a[k] * ((a[k] * w[k]) - 1)), threshold = 0.1 * proximal.Step.Value;
                w[k] = Math.Sign(moved) * Math.Max(0, Math.Abs(moved) - threshold);
            }
        }

        Assert.Equal(0.95, w[0], 1e-9);
        Assert.Equal(1.95 / 4, w[1], 1e-9);
    }
}
