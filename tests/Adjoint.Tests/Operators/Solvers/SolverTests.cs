using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Operators;
using Adjoint.Operators.Solvers;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Tests.Support;

namespace Adjoint.Tests.Operators.Solvers;

/// <summary>Conjugate gradients and LSQR against the pseudo-inverse, found by Jacobi rotations of AᵀA.</summary>
public sealed class SolverTests
{
    private static readonly Func<LinearOperator, Tensor<double>, double, SolverResult>[] Solvers =
    [
        (map, target, ridge) => ConjugateGradients.Minimize(map, target, new SolverOptions { Tolerance = 1e-13, Ridge = ridge }),
        (map, target, ridge) => Lsqr.Minimize(map, target, new LsqrOptions { Tolerance = 1e-14, TargetTolerance = 1e-14, Ridge = ridge }),
    ];

    public static TheoryData<Boundary, int> EverySolverAndBoundary =>
        [.. Enum.GetValues<Boundary>().SelectMany(boundary => Enumerable.Range(0, Solvers.Length).Select(solver => (boundary, solver)))];

    [Theory]
    [MemberData(nameof(EverySolverAndBoundary))]
    public void A_kernel_is_recovered_from_a_picture_and_its_convolution(Boundary boundary, int solver)
    {
        Random random = new(3);
        Variable kernel = new("w", [3, 3]), picture = new("y", [11, 13]);
        Tensor<double> w = RandomTensors.Next(random, kernel.Shape);
        LinearOperator map = Expressions.Convolve(kernel, picture, boundary).Linearize(kernel, (picture, RandomTensors.Next(random, picture.Shape)));
        SolverResult result = Solvers[solver](map, map.Apply(w), 0);
        Equal(w.Span.ToArray(), result.Solution, 1e-10);
        Assert.True(result.Residual < 1e-10);
        Assert.Contains(result.Stop, new[] { SolverStop.GradientSmall, SolverStop.ResidualSmall });
    }

    [Theory]
    [MemberData(nameof(EverySolverAndBoundary))]
    public void A_picture_is_recovered_from_its_blur_with_a_small_ridge(Boundary boundary, int solver)
    {
        const double Ridge = 1e-3;
        Random random = new(5);
        Variable kernel = new("w", [3, 3]), picture = new("y", [9, 8]);
        Tensor<double> blur = new([3, 3], [0.05, 0.1, 0.05, 0.1, 0.4, 0.1, 0.05, 0.1, 0.05]), y = new(picture.Shape);
        for (int i = 0; i < y.Span.Length; i++)
        {
            y.Span[i] = (i / 8 / 3) + (i % 8 / 4) % 2 == 1 ? 1 : 0.2;
        }

        LinearOperator map = Expressions.Convolve(kernel, picture, boundary).Linearize(picture, (kernel, blur));
        Tensor<double> blurred = map.Apply(y);
        foreach (ref double entry in blurred.Span)
        {
            entry += 1e-3 * (random.NextDouble() - 0.5);
        }

        SolverResult result = Solvers[solver](map, blurred, Ridge);
        Equal(NormalEquations(MatrixOf(map), blurred.Span.ToArray(), Ridge), result.Solution, 1e-8);
        if (map.Range == map.Domain)
        {
            Assert.True(Error(result.Solution, y) < 0.1 * Error(blurred, y), "the picture is no nearer than its blur");
        }
    }

    [Theory]
    [InlineData(9, 5, 5)]
    [InlineData(5, 9, 5)]
    [InlineData(8, 8, 8)]
    [InlineData(9, 6, 3)]
    [InlineData(4, 7, 2)]
    [InlineData(1, 1, 1)]
    public void All_find_the_least_squares_solution_of_least_norm(int rows, int columns, int rank)
    {
        Random random = new((rows * 100) + columns);
        Tensor<double> left = RandomTensors.Next(random, [rows, rank]), right = RandomTensors.Next(random, [rank, columns]);
        LinearOperator map = LinearOperator.Of(left) * LinearOperator.Of(right);
        Tensor<double> target = RandomTensors.Next(random, [rows]);
        DenseMatrix matrix = MatrixOf(map);
        foreach (double ridge in new[] { 0, 0.3 })
        {
            double[] exact = PseudoInverse(matrix, target.Span.ToArray(), rank, ridge);
            foreach (Func<LinearOperator, Tensor<double>, double, SolverResult> solve in Solvers)
            {
                SolverResult result = solve(map, target, ridge);
                Equal(exact, result.Solution, 1e-8);
                double[] image = matrix.Times(result.Solution.Span);
                Assert.Equal(Math.Sqrt(image.Zip(target.Span.ToArray(), (a, b) => (a - b) * (a - b)).Sum()), result.Residual, 1e-10);
                Assert.Equal(result.Iterations + 1, result.History.Count);
            }
        }
    }

    [Fact]
    public void Positive_definite_equations_are_solved_and_others_are_noticed()
    {
        Random random = new(2);
        LinearOperator a = LinearOperator.Of(RandomTensors.Next(random, [12, 8])), map = a.Adjoint * a;
        Tensor<double> x = RandomTensors.Next(random, [8]);
        Equal(x.Span.ToArray(), ConjugateGradients.Solve(map, map.Apply(x), new SolverOptions { Tolerance = 1e-13 }).Solution, 1e-7);

        // A shift, against elimination: (AᵀA + ρ) x = Aᵀ b are the normal equations of the ridge.
        Tensor<double> target = RandomTensors.Next(random, [12]);
        SolverResult shifted = ConjugateGradients.Solve(map, a.Adjoint.Apply(target), new SolverOptions { Tolerance = 1e-13, Ridge = 0.5 });
        Equal(NormalEquations(MatrixOf(a), target.Span.ToArray(), 0.5), shifted.Solution, 1e-9);
        Assert.Equal(SolverStop.GradientSmall, shifted.Stop);

        LinearOperator indefinite = LinearOperator.Diagonal(new Tensor<double>([3], [2, -5, 1]));
        Assert.Equal(SolverStop.NotPositiveDefinite, ConjugateGradients.Solve(indefinite, new Tensor<double>([3], [1, 1, 1])).Stop);
        Assert.Contains("map.Adjoint * map", Assert.Throws<ArgumentException>(() => ConjugateGradients.Solve(a, target)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e160)]
    [InlineData(1e-160)]
    public void Lsqr_solves_where_squares_of_norms_overflow_or_underflow(double scale)
    {
        // A power of ten off, and an overdetermined problem whose residual is not zero: the answer is that of the problem in scale, divided by it.
        Random random = new(12);
        Tensor<double> entries = RandomTensors.Next(random, [9, 5]), target = RandomTensors.Next(random, [9]), scaled = entries.Clone();
        foreach (ref double entry in scaled.Span)
        {
            entry *= scale;
        }

        double[] exact = NormalEquations(MatrixOf(LinearOperator.Of(entries)), target.Span.ToArray(), 0);
        SolverResult result = Lsqr.Minimize(LinearOperator.Of(scaled), target, new LsqrOptions { Tolerance = 1e-14, TargetTolerance = 1e-14 });
        for (int i = 0; i < exact.Length; i++)
        {
            Assert.Equal(exact[i], result.Solution.Span[i] * scale, 1e-8);
        }

        Assert.InRange(result.RelativeGradient, 0, 1e-10);

        // And one that can be met, its target as large or as small as its map.
        Tensor<double> image = LinearOperator.Of(scaled).Apply(new Tensor<double>([5], exact));
        SolverResult met = Lsqr.Minimize(LinearOperator.Of(scaled), image);
        Equal(exact, met.Solution, 1e-8);
        Assert.Equal(SolverStop.ResidualSmall, met.Stop);
        Assert.InRange(met.RelativeGradient, 0, 1e-8);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.4)]
    public void Histories_and_results_tell_the_residual_without_the_ridge(double ridge)
    {
        Random random = new(31);
        LinearOperator map = LinearOperator.Of(RandomTensors.Next(random, [14, 9]));
        Tensor<double> target = RandomTensors.Next(random, [14]);
        SolverResult[] results = [ConjugateGradients.Minimize(map, target, new SolverOptions { Ridge = ridge }), Lsqr.Minimize(map, target, new LsqrOptions { Ridge = ridge })];
        double slope = Length(map.Adjoint.Apply(target));
        foreach (SolverResult result in results)
        {
            Tensor<double> left = Left(map, target, result.Solution, 0);
            Assert.Equal(Length(left), result.Residual, 1e-13);
            Assert.Equal(Length(target), result.History[0], 1e-13);
            Assert.Equal(result.Residual, result.History[^1], 1e-9);

            Tensor<double> gradient = map.Adjoint.Apply(left);
            for (int i = 0; i < gradient.Span.Length; i++)
            {
                gradient.Span[i] -= ridge * result.Solution.Span[i];
            }

            Assert.Equal(Length(gradient) / slope, result.RelativeGradient, 1e-13);
        }

        // In exact arithmetic the iterates of both are the same (Paige and Saunders 1982, section 2).
        for (int i = 0; i < Math.Min(results[0].History.Count, results[1].History.Count); i++)
        {
            Assert.Equal(results[0].History[i], results[1].History[i], 1e-8);
        }
    }

    [Fact]
    public void Conjugate_gradients_tell_the_residual_that_is_there_and_not_the_one_carried_on()
    {
        // κ = 1e8: the residual that is carried on falls far below what rounding leaves of the true one.
        Tensor<double> basis = RandomTensors.Next(new Random(3), [12, 12]), target = RandomTensors.Next(new Random(4), [12]);
        LinearOperator random = LinearOperator.Of(basis), map = random.Adjoint * LinearOperator.Diagonal(new Tensor<double>([12], [.. Enumerable.Range(0, 12).Select(i => Math.Pow(10, -8.0 * i / 11))])) * random;
        SolverResult least = ConjugateGradients.Minimize(map, target, new SolverOptions { Tolerance = 0, MostIterations = 2000 });
        Assert.Equal(Length(map.Adjoint.Apply(Left(map, target, least.Solution, 0))) / Length(map.Adjoint.Apply(target)), least.RelativeGradient, 1e-3 * least.RelativeGradient);
        SolverResult solved = ConjugateGradients.Solve(map, target, new SolverOptions { Tolerance = 0, MostIterations = 2000 });
        Assert.Equal(Length(Left(map, target, solved.Solution, 0)), solved.Residual, 1e-3 * solved.Residual);
    }

    [Fact]
    public void Of_a_shifted_equation_the_residual_is_told_without_the_shift_and_the_gradient_with_it()
    {
        LinearOperator map = LinearOperator.Diagonal(new Tensor<double>([3], [2, 5, 1]));
        Tensor<double> target = new([3], [1, -2, 3]);
        SolverResult result = ConjugateGradients.Solve(map, target, new SolverOptions { Ridge = 0.5 });

        // x = b / (d + ρ), so that b − d x = ρ b / (d + ρ).
        Assert.Equal(Math.Sqrt(Math.Pow(0.5 / 2.5, 2) + Math.Pow(1.0 / 5.5, 2) + Math.Pow(1.5 / 1.5, 2)), result.Residual, 1e-12);
        Assert.Equal(Length(Left(map, target, result.Solution, 0.5)) / Length(target), result.RelativeGradient, 1e-15);
    }

    [Fact]
    public void Lsqr_stops_where_the_condition_number_exceeds_what_is_allowed()
    {
        LinearOperator map = LinearOperator.Diagonal(new Tensor<double>([4], [1, 1e-2, 1e-4, 1e-6]));
        Tensor<double> target = new([4], [1, 1, 1, 1]);
        Assert.Equal(SolverStop.ConditionLimit, Lsqr.Minimize(map, target, new LsqrOptions { MostCondition = 1e3 }).Stop);
        Assert.NotEqual(SolverStop.ConditionLimit, Lsqr.Minimize(map, target).Stop);
    }

    [Fact]
    public void Lsqr_copes_with_an_ill_conditioned_problem()
    {
        // σ from 1 to 1e−5; known solution of ones, so that b = A 1.
        double[] diagonal = [.. Enumerable.Range(0, 12).Select(i => Math.Pow(10, -5.0 * i / 11))];
        LinearOperator map = LinearOperator.Diagonal(new Tensor<double>([12], diagonal));
        SolverResult result = Lsqr.Minimize(map, new Tensor<double>([12], diagonal), new LsqrOptions { Tolerance = 0, TargetTolerance = 1e-14 });
        Equal([.. Enumerable.Repeat(1.0, 12)], result.Solution, 1e-7);
        Assert.True(result.History[^1] < result.History[0]);
    }

    [Fact]
    public void Targets_of_zero_and_maps_of_zero_have_the_solution_zero()
    {
        foreach (Func<LinearOperator, Tensor<double>, double, SolverResult> solve in Solvers)
        {
            Assert.Equal(new double[4], solve(LinearOperator.Identity([4]), new Tensor<double>([4]), 0).Solution.Span.ToArray());
            SolverResult result = solve(LinearOperator.Zero([4], [2]), new Tensor<double>([2], [3, 4]), 0);
            Assert.Equal(new double[4], result.Solution.Span.ToArray());
            Assert.Equal(5, result.Residual, 1e-14);
        }
    }

    [Fact]
    public void Limits_progress_and_cancellation()
    {
        Random random = new(6);
        LinearOperator map = LinearOperator.Of(RandomTensors.Next(random, [30, 20]));
        Tensor<double> target = RandomTensors.Next(random, [30]);
        List<SolverProgress> told = [];
        Assert.Equal(SolverStop.IterationLimit, ConjugateGradients.Minimize(map, target, new SolverOptions { MostIterations = 4, Progress = new Told(told) }).Stop);
        Assert.Equal([1, 2, 3, 4], told.Select(progress => progress.Iteration));

        // Residuals of both never grow (Paige and Saunders 1982, section 5), and in exact arithmetic are the same.
        IReadOnlyList<double> lsqr = Lsqr.Minimize(map, target, new LsqrOptions { MostIterations = 10 }).History, cgls = ConjugateGradients.Minimize(map, target, new SolverOptions { MostIterations = 10 }).History;
        for (int i = 1; i < lsqr.Count; i++)
        {
            Assert.True(lsqr[i] <= lsqr[i - 1]);
            Assert.Equal(cgls[i], lsqr[i], 1e-9);
        }

        Assert.Throws<OperationCanceledException>(() => Lsqr.Minimize(map, target, cancellation: new CancellationToken(true)));
        using CancellationTokenSource source = new();
        int applied = 0;
        LinearOperator slow = LinearOperator.Create([3], [3], u =>
        {
            if (++applied == 2)
            {
                source.Cancel();
            }

            return new Tensor<double>([3], [u.Span[0], 2 * u.Span[1], 3 * u.Span[2]]);
        }, v => new Tensor<double>([3], [v.Span[0], 2 * v.Span[1], 3 * v.Span[2]]));
        Assert.Throws<OperationCanceledException>(() => ConjugateGradients.Minimize(slow, new Tensor<double>([3], [1, 1, 1]), new SolverOptions { Tolerance = 0 }, source.Token));
        Assert.Equal(2, applied);
    }

    [Fact]
    public void The_same_bits_for_any_number_of_threads()
    {
        Random random = new(6);
        Variable kernel = new("w", [5, 5]), picture = new("y", [60, 70]);
        LinearOperator map = Expressions.Convolve(kernel, picture).Linearize(kernel, (picture, RandomTensors.Next(random, [60, 70])));
        Tensor<double> target = RandomTensors.Next(random, map.Range);
        using WorkerPool one = new(1), three = new(3);
        Assert.Equal(
            Lsqr.Minimize(map, target, new LsqrOptions { Workers = one }).Solution.Span.ToArray(),
            Lsqr.Minimize(map, target, new LsqrOptions { Workers = three }).Solution.Span.ToArray());
        Assert.Equal(
            ConjugateGradients.Minimize(map, target, new SolverOptions { Workers = one }).Solution.Span.ToArray(),
            ConjugateGradients.Minimize(map, target, new SolverOptions { Workers = three }).Solution.Span.ToArray());
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        LinearOperator map = LinearOperator.Identity([3]);
        Tensor<double> target = new([3], [1, 2, 3]);
        Assert.Contains("shape 4", Assert.Throws<ArgumentException>(() => Lsqr.Minimize(map, new Tensor<double>([4]))).Message, StringComparison.Ordinal);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => ConjugateGradients.Minimize(map, new Tensor<double>([3], [1, double.NaN, 0]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ConjugateGradients.Minimize(map, target, new SolverOptions { Tolerance = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConjugateGradients.Minimize(map, target, new SolverOptions { Ridge = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConjugateGradients.Solve(map, target, new SolverOptions { MostIterations = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Lsqr.Minimize(map, target, new LsqrOptions { TargetTolerance = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Lsqr.Minimize(map, target, new LsqrOptions { MostCondition = 0.5 }));
        LinearOperator broken = LinearOperator.Diagonal(new Tensor<double>([3], [1, double.NaN, 1]));
        Assert.Throws<ArithmeticException>(() => ConjugateGradients.Minimize(broken, target));
        Assert.Throws<ArithmeticException>(() => ConjugateGradients.Solve(broken, target));
        Assert.Throws<ArithmeticException>(() => Lsqr.Minimize(broken, target));
    }

    private static DenseMatrix MatrixOf(LinearOperator map) => Spectra.NormTests.Matrix(map);

    private static void Equal(double[] expected, Tensor<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Shape.Size);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual.Span[i], tolerance);
        }
    }

    /// <summary>b − A x − ρ x.</summary>
    private static Tensor<double> Left(LinearOperator map, Tensor<double> target, Tensor<double> solution, double ridge)
    {
        Tensor<double> left = map.Apply(solution);
        for (int i = 0; i < left.Span.Length; i++)
        {
            left.Span[i] = target.Span[i] - left.Span[i] - (ridge == 0 ? 0 : ridge * solution.Span[i]);
        }

        return left;
    }

    private static double Length(Tensor<double> tensor) => Math.Sqrt(tensor.Span.ToArray().Sum(entry => entry * entry));

    private static double Error(Tensor<double> a, Tensor<double> b) => a.Span.ToArray().Zip(b.Span.ToArray(), (x, y) => (x - y) * (x - y)).Sum();

    /// <summary>Σ v (vᵀ Aᵀ b) / (λ + ρ) over the eigenpairs of AᵀA that are not zero.</summary>
    private static double[] PseudoInverse(DenseMatrix matrix, double[] target, int rank, double ridge)
    {
        double[] slope = matrix.Transpose().Times(target), solution = new double[matrix.Columns];
        JacobiEigenvalues eigen = new(Gram(matrix));
        for (int k = matrix.Columns - Math.Min(rank, matrix.Columns); k < matrix.Columns; k++)
        {
            double factor = eigen.Vectors[k].Zip(slope, (v, g) => v * g).Sum() / (eigen.Values[k] + ridge);
            for (int i = 0; i < solution.Length; i++)
            {
                solution[i] += factor * eigen.Vectors[k][i];
            }
        }

        return solution;
    }

    private static DenseMatrix Gram(DenseMatrix matrix)
    {
        DenseMatrix gram = new(matrix.Columns, matrix.Columns);
        for (int i = 0; i < matrix.Columns; i++)
        {
            for (int j = 0; j < matrix.Columns; j++)
            {
                for (int row = 0; row < matrix.Rows; row++)
                {
                    gram[i, j] += matrix[row, i] * matrix[row, j];
                }
            }
        }

        return gram;
    }

    /// <summary>(AᵀA + ρ) x = Aᵀ b by Gauss and Jordan's elimination; the matrix is positive definite, so that no pivoting is needed.</summary>
    private static double[] NormalEquations(DenseMatrix matrix, double[] target, double ridge)
    {
        DenseMatrix system = Gram(matrix);
        double[] right = matrix.Transpose().Times(target);
        int n = right.Length;
        for (int i = 0; i < n; i++)
        {
            system[i, i] += ridge;
        }

        for (int pivot = 0; pivot < n; pivot++)
        {
            for (int row = 0; row < n; row++)
            {
                if (row == pivot)
                {
                    continue;
                }

                double factor = system[row, pivot] / system[pivot, pivot];
                for (int column = pivot; column < n; column++)
                {
                    system[row, column] -= factor * system[pivot, column];
                }

                right[row] -= factor * right[pivot];
            }
        }

        return [.. right.Select((value, i) => value / system[i, i])];
    }

    private sealed class Told(List<SolverProgress> told) : IProgress<SolverProgress>
    {
        public void Report(SolverProgress value) => told.Add(value);
    }
}
