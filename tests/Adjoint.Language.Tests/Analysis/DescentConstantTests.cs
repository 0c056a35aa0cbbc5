using Adjoint.Analysis;
using Adjoint.Analysis.Convergence;
using Adjoint.Calculus;
using Adjoint.Graph;
using Adjoint.Tensors;
using Adjoint.Tests.Support;

namespace Adjoint.Language.Tests.Analysis;

/// <summary>The constants of descent against dense eigenvalues and against runs of descent, both by the tests' own evaluation.</summary>
public sealed class DescentConstantTests
{
    private static readonly ConvergenceCase[] LeastSquares =
    [
        new("sumsq(x - conv(w, y))", "w:3", "x:5 y:7", "global"),
        new("sumsq(x - conv(w, y))", "w:3x3", "x:4x4 y:6x6", "global"),
        new("sumsq(x - conv(w, y, circular))", "w:2x3", "x:5x5 y:5x5", "global"),
        new("sumsq(x - conv(w, y))", "y:6", "x:4 w:3", "global"),
        new("sumsq(a @ w - b)", "w:6", "a:9x6 b:9", "global"),
        new("sumsq(a @ w - b)", "w:9", "a:6x9 b:6", "global"),
        new("sumsq(a @ w - b) + 0.5*sumsq(w)", "w:5", "a:3x5 b:3", "global"),
        new("mean(square(a @ w + c - b))", "w:4 c:", "a:7x4 b:7", "global"),
        new("1000000*sumsq(a @ w - b)", "w:3", "a:5x3 b:5", "global"),
        new("0.001*sumsq(a @ w - b) + dot(c, w)", "w:3", "a:5x3 b:5 c:3", "global"),
    ];

    private static readonly ConvergenceCase[] Composites =
    [
        new("crossentropy(y @ w, x)", "w:3x2", "y:5x3 x:5x2:onehot", "global"),
        new("crossentropy(y @ w + b, x)", "w:3x4 b:4", "y:5x3 x:5x4:nonneg", "global"),
        new("crossentropy(y @ w, x) + 0.3*sumsq(w)", "w:3x2", "y:5x3 x:5x2:onehot", "global"),
        new("-sum(x*logsoftmax(y @ w))", "w:3x3", "y:4x3 x:4x3:nonneg", "global"),
        new("sum(logistic(-y*(a @ w)))", "w:3", "a:6x3 y:6", "global"),
        new("sum(logistic(-y*(a @ w))) + 0.2*sumsq(w - c)", "w:3", "a:6x3 y:6 c:3", "global"),
        new("sum(huber(a @ w - b, 0.7))", "w:3", "a:6x3 b:6", "global"),
        new("2*sum(square(relu(1 - a @ w)))", "w:3", "a:6x3", "global"),
        new("sqrt(0.3 + sumsq(a @ w - b))", "w:3", "a:6x3 b:6", "global"),
        new("sum(sqrt(2 + square(a @ w - b)))", "w:3", "a:6x3 b:6", "global"),
        new("logsumexp(a @ w) + sumsq(w)", "w:3", "a:6x3", "global"),
        new("3*logistic(w) + w^2", "w:", "", "global"),
    ];

    public static TheoryData<int> OfLeastSquares => [.. Enumerable.Range(0, LeastSquares.Length)];

    public static TheoryData<int> OfComposites => [.. Enumerable.Range(0, Composites.Length)];

    [Theory]
    [MemberData(nameof(OfLeastSquares))]
    public void Constants_of_least_squares_are_eigenvalues(int number)
    {
        Question question = WithValues(LeastSquares[number].Question(), number);
        double[] eigenvalues = new JacobiEigenvalues(HessianAt(question, Point(question, 0, 0))).Values;
        double largest = eigenvalues[^1];
        ConvergenceVerdict verdict = Converge.Of(question);
        Assert.Equal(DescentGuarantee.GlobalMinimum, verdict.Verdict);
        Assert.True(verdict.Attained);
        ConvergenceNumbers numbers = verdict.Numbers!;
        Assert.InRange(numbers.Lipschitz, largest * (1 - 1e-14), largest * (1 + 1e-8));
        Assert.Equal(2 / numbers.Lipschitz, numbers.StepBelow, 1e-12 * numbers.StepBelow);
        bool singular = eigenvalues[0] < 1e-10 * largest;
        double slowest = eigenvalues.First(value => value > 1e-10 * largest);
        Assert.Equal(!singular, numbers.Unique);
        Assert.Equal(singular ? 0 : eigenvalues[0], numbers.StrongConvexity!.Value, 1e-9 * largest);
        Assert.Equal(2 / (largest + slowest), numbers.Step, 1e-7 * numbers.Step);
        Assert.Equal((largest - slowest) / (largest + slowest), numbers.Rate!.Value, 1e-7);
    }

    [Theory]
    [MemberData(nameof(OfLeastSquares))]
    public void Descent_contracts_at_the_stated_rate(int number)
    {
        Question question = WithValues(LeastSquares[number].Question(), number);
        ConvergenceNumbers numbers = Converge.Of(question).Numbers!;

        // Where minimisers are many, the nearest one differs from the start by what descent removes.
        double[][] path = Descent(question, Point(question, 1, 1), numbers.Step, 60);
        double[] limit = Descent(question, path[^1], numbers.Step, 60_000 / question.Moving.Sum(variable => variable.Shape.Size))[^1];
        double first = Distance(path[0], limit);
        for (int i = 0; i + 1 < path.Length; i++)
        {
            double before = Distance(path[i], limit), after = Distance(path[i + 1], limit);
            Assert.True(after <= (numbers.Rate * before * (1 + 1e-6)) + (1e-6 * first), $"iteration {i}: {before} became {after}, and the rate is {numbers.Rate}");
        }
    }

    [Theory]
    [MemberData(nameof(OfComposites))]
    public void No_sampled_curvature_exceeds_the_bound(int number)
    {
        Question question = WithValues(Composites[number].Question(), number);
        ConvergenceVerdict verdict = Converge.Of(question);
        Assert.Equal(DescentGuarantee.GlobalMinimum, verdict.Verdict);
        ConvergenceNumbers numbers = verdict.Numbers!;
        double most = 0, least = double.PositiveInfinity;
        for (int sample = 0; sample < 40; sample++)
        {
            double[] eigenvalues = new JacobiEigenvalues(HessianAt(question, Point(question, sample, sample % 4 == 0 ? 0.01 : sample % 4))).Values;
            (most, least) = (Math.Max(most, eigenvalues[^1]), Math.Min(least, eigenvalues[0]));
        }

        Assert.True(most <= numbers.Lipschitz * (1 + 1e-9), $"curvature {most}, bound {numbers.Lipschitz}");
        Assert.True(numbers.Lipschitz <= 6 * most, $"the bound {numbers.Lipschitz} is far above {most}");
        Assert.True(least >= (numbers.StrongConvexity ?? 0) - (1e-9 * most), $"curvature {least}, strong convexity {numbers.StrongConvexity}");
        Assert.Equal(1 / numbers.Lipschitz, numbers.Step, 1e-12 * numbers.Step);
    }

    [Theory]
    [MemberData(nameof(OfComposites))]
    public void Descent_brings_composites_down_with_every_step_below_the_bound(int number)
    {
        Question question = WithValues(Composites[number].Question(), number);
        ConvergenceNumbers numbers = Converge.Of(question).Numbers!;
        foreach (double step in (double[])[numbers.Step, 0.99 * numbers.StepBelow])
        {
            double[][] path = Descent(question, Point(question, 1, 2), step, 60);
            double[] losses = [.. path.Select(point => ValueAt(question, point))];
            for (int i = 0; i + 1 < losses.Length; i++)
            {
                Assert.True(losses[i + 1] <= losses[i] + (1e-12 * (1 + Math.Abs(losses[i]))), $"iteration {i} of step {step}: {losses[i]} became {losses[i + 1]}");
            }
        }

        if (numbers.Rate is double rate)
        {
            double[][] path = Descent(question, Point(question, 1, 2), numbers.Step, 40);
            double[] limit = Descent(question, path[^1], numbers.Step, 3000)[^1];
            for (int i = 0; i + 1 < path.Length; i++)
            {
                Assert.True(Distance(path[i + 1], limit) <= (rate * Distance(path[i], limit) * (1 + 1e-6)) + 1e-7, $"iteration {i}, rate {rate}");
            }
        }
    }

    [Fact]
    public void Bounds_of_logistic_and_two_classes_are_tight_at_zero()
    {
        // σ′(0) = 1/4, and the Hessian of two equal scores has the eigenvalue 1/2.
        Question logistic = new ConvergenceCase("logistic(dot(a, w)) + logistic(-dot(a, w))", "w:2", "a=[3,4]", "global").Question();
        Assert.Equal(2 * 25 / 4.0, Converge.Of(logistic).Numbers!.Lipschitz, 1e-8);
        Question classes = new ConvergenceCase("crossentropy(y @ w, x)", "w:2x2", "y=[[3,4]] x=[[1,0]]", "global").Question();
        Assert.Equal(25 / 2.0, Converge.Of(classes).Numbers!.Lipschitz, 1e-8);
    }

    [Fact]
    public void Known_numbers_of_a_quadratic()
    {
        // Hessian diag(2, 8): step 2/10, rate 6/10; 0.6^k ≤ 1e-3 first for k = 14.
        ConvergenceNumbers numbers = Converge.Of(new ConvergenceCase("sumsq(a*w - b)", "w:2", "a=[1,2] b=[1,1]", "global").Question()).Numbers!;
        Assert.Equal(8, numbers.Lipschitz, 1e-8);
        Assert.Equal(0.25, numbers.StepBelow, 1e-9);
        Assert.Equal(2, numbers.StrongConvexity!.Value, 1e-9);
        Assert.Equal(0.2, numbers.Step, 1e-9);
        Assert.Equal(0.6, numbers.Rate!.Value, 1e-9);
        Assert.True(numbers.Unique);
        Assert.Equal(14, numbers.Iterations(1e-3));
        Assert.Throws<ArgumentOutOfRangeException>(() => numbers.Iterations(1));
    }

    [Fact]
    public void A_mean_filter_of_a_picture_of_4096_pixels_has_a_bound()
    {
        // Circular averaging has norm 1.
        Variable y = new("y", [64, 64]), x = new("x", [64, 64]), w = new("w", [3, 3]);
        Expr loss = ExpressionParser.Parse("sumsq(x - conv(w, y, circular))", x, w, y);
        Tensor<double> mean = new(w.Shape);
        mean.Span.Fill(1 / 9.0);
        ConvergenceVerdict verdict = loss.Convergence(y, (w, mean), (x, new Tensor<double>(x.Shape)));
        Assert.Equal(DescentGuarantee.GlobalMinimum, verdict.Verdict);
        Assert.InRange(verdict.Numbers!.Lipschitz, 2 - 1e-12, 2.01);
        Assert.Equal(1 / verdict.Numbers.Lipschitz, verdict.Numbers.Step);
    }

    [Fact]
    public void Data_that_are_no_numbers_give_no_verdict()
    {
        Variable w = new("w", [2]), a = new("a", [2]);
        ConvergenceVerdict verdict = ExpressionParser.Parse("sumsq(a*w)", w, a).Convergence(w, (a, new Tensor<double>([2], [1, double.NaN])));
        Assert.Equal(DescentGuarantee.Unknown, verdict.Verdict);
        Assert.Contains("'a'", Assert.Single(verdict.Tried), StringComparison.Ordinal);
    }

    [Fact]
    public void A_vector_gets_no_verdict()
    {
        Variable w = new("w", [2]);
        Assert.Contains("scalar", Assert.Single(ExpressionParser.Parse("2*w", w).Convergence(w).Tried), StringComparison.Ordinal);
    }

    /// <summary>Gives every quantified variable random values that keep to its declarations.</summary>
    internal static Question WithValues(Question question, int seed)
    {
        Random random = new(seed);
        Dictionary<Variable, Tensor<double>> values = new(question.Values);
        foreach (Variable variable in question.Quantified)
        {
            Tensor<double> value = new(variable.Shape);
            for (int i = 0; i < value.Span.Length; i++)
            {
                value.Span[i] = question.OneHot.Contains(variable) ? 0 : question.Ranges.ContainsKey(variable) ? random.NextDouble() : (random.NextDouble() * 2) - 1;
            }

            for (int row = 0; question.OneHot.Contains(variable) && row < variable.Shape[0]; row++)
            {
                value.Span[(row * variable.Shape[1]) + random.Next(variable.Shape[1])] = 1;
            }

            values[variable] = value;
        }

        return question with { Values = values };
    }

    private static double[] Point(Question question, int seed, double scale)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, question.Moving.Sum(variable => variable.Shape.Size)).Select(_ => scale * ((random.NextDouble() * 2) - 1))];
    }

    private static double ValueAt(Question question, double[] point) => Interpreter.Evaluate(question.Expression, Values(question, point)).Span[0];

    private static double[][] Descent(Question question, double[] start, double step, int iterations)
    {
        Expr[] gradients = question.Expression.Gradient(question.Moving);
        List<double[]> path = [start];
        for (int i = 0; i < iterations; i++)
        {
            double[] gradient = [.. Interpreter.Evaluate(gradients, Values(question, path[^1])).SelectMany(part => part.Span.ToArray())];
            path.Add([.. path[^1].Zip(gradient, (entry, slope) => entry - (step * slope))]);
        }

        return [.. path];
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (left, right) => (left - right) * (left - right)).Sum());

    /// <summary>The Hessian by the linearisation of the gradient, column by column.</summary>
    private static DenseMatrix HessianAt(Question question, double[] point)
    {
        Variable[] directions = [.. question.Moving.Select(variable => new Variable($"d{variable.Name}", variable.Shape))];
        Expr[] products = question.Expression.HessianVectorProduct(question.Moving, directions);
        DenseMatrix matrix = new(point.Length, point.Length);
        for (int column = 0; column < point.Length; column++)
        {
            double[] basis = new double[point.Length];
            basis[column] = 1;
            double[] image = [.. Interpreter.Evaluate(products, [.. Values(question, point), .. Parts(directions, basis)]).SelectMany(part => part.Span.ToArray())];
            for (int row = 0; row < image.Length; row++)
            {
                matrix[row, column] = image[row];
            }
        }

        for (int i = 0; i < point.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                matrix[i, j] = matrix[j, i] = (matrix[i, j] + matrix[j, i]) / 2;
            }
        }

        return matrix;
    }

    private static (Variable, Tensor<double>)[] Values(Question question, double[] point) => [.. question.Values.Select(pair => (pair.Key, pair.Value)), .. Parts(question.Moving, point)];

    private static IEnumerable<(Variable, Tensor<double>)> Parts(IReadOnlyList<Variable> variables, double[] point)
    {
        int start = 0;
        foreach (Variable variable in variables)
        {
            yield return (variable, new Tensor<double>(variable.Shape, point[start..(start + variable.Shape.Size)]));
            start += variable.Shape.Size;
        }
    }
}
