using Adjoint.Graph;
using Adjoint.Operators;
using Adjoint.Operators.Spectra;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Convergence;

/// <summary>Runs of gradient descent that show what a verdict says.</summary>
/// <param name="Fixed">The values of everything that does not move: those given, and where there are none, those of the failure or simple ones.</param>
/// <param name="Numbers">The constants for these values, of a positive verdict.</param>
/// <param name="Curves">The runs.</param>
public sealed record Demonstration(IReadOnlyDictionary<Variable, Tensor<double>> Fixed, ConvergenceNumbers? Numbers, IReadOnlyList<DescentCurve> Curves)
{
    private const int Starts = 3;

    /// <summary>
    /// Runs descent: of a positive verdict from several starts at the recommended step and just below the bound, and of a quadratic just above it, from a start off along the top eigenvector,
    /// where it runs away; of a negative one from the start that fails, and from others; where there is no verdict from several starts.
    /// </summary>
    /// <param name="question">What was asked.</param>
    /// <param name="verdict">The answer.</param>
    /// <param name="iterations">Iterations of each run; 1 or more.</param>
    /// <param name="seed">Where starts are drawn from.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no iterations.</exception>
    public static Demonstration Run(Question question, ConvergenceVerdict verdict, int iterations = 200, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(verdict);
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 1);
        SearchPoints points = new(question, seed);
        IReadOnlyDictionary<Variable, Tensor<double>> others = verdict.Failure?.Fixed ?? points.Others(question.Quantified.Count == 0 ? 0 : 2);
        Runner runner = new(new Objective(question), others, iterations);
        List<DescentCurve> curves = [];
        ConvergenceNumbers? numbers = null;
        if (verdict.Verdict == DescentGuarantee.GlobalMinimum)
        {
            Question valued = question with { Values = others };
            numbers = verdict.Numbers ?? Converge.Of(valued).Numbers;
            if (numbers is not null)
            {
                Positive(valued, numbers, points, runner, curves);
            }
        }
        else if (verdict.Failure is DescentFailure failure)
        {
            Negative(question, failure, points, runner, curves);
        }
        else
        {
            curves.AddRange(Enumerable.Range(0, Starts).Select(start => runner.Run($"start {start + 1}", points.Random(start, 1), 0.01, false)));
        }

        return new Demonstration(others, numbers, curves);
    }

    private static void Positive(Question question, ConvergenceNumbers numbers, SearchPoints points, Runner runner, List<DescentCurve> curves)
    {
        double below = double.IsFinite(numbers.StepBelow) ? 0.99 * numbers.StepBelow : 1;
        for (int start = 0; start < Starts; start++)
        {
            double[] point = points.Random(start, 1);
            curves.Add(runner.Run($"start {start + 1}, recommended step", point, numbers.Step, false));
            curves.Add(runner.Run($"start {start + 1}, just below 2/L", point, below, false));
        }

        SmoothDecomposition loss = new(Proofs.Prover.Run(question));
        if (loss.IsQuadratic && numbers.Lipschitz > 0 && TopEigenvector(question) is double[] top)
        {
            // A start at the middle has no part in any other direction that grows.
            double[] point = Vectors.Plus(points.Random(0, 1), 1, top);
            curves.Add(runner.Run("along the top eigenvector, just above 2/L", point, 1.02 * numbers.StepBelow, true));
        }
    }

    private static void Negative(Question question, DescentFailure failure, SearchPoints points, Runner runner, List<DescentCurve> curves)
    {
        double[] start = [.. question.Moving.SelectMany(variable => failure.Start[variable].Span.ToArray())];
        double step = failure.Step ?? runner.StepThatFalls(points.Random(0, 1));
        curves.Add(runner.Run("from the start that fails", start, step, failure.Kind is DescentFailureKind.Divergence));
        if (failure.Kind == DescentFailureKind.StationaryPoint)
        {
            double[] low = [.. question.Moving.SelectMany(variable => failure.Lower![variable].Span.ToArray())];
            curves.Add(runner.Run("from a lower point", low, Math.Min(step, runner.StepThatFalls(low)), false));

            // The mirror image: where a loss has two minima of equal value, the two end in different places.
            double[] mirrored = Vectors.Times(-1, low);
            curves.Add(runner.Run("from its mirror image", mirrored, Math.Min(step, runner.StepThatFalls(mirrored)), false));
        }

        for (int other = 0; other < Starts && failure.Kind != DescentFailureKind.UnboundedBelow; other++)
        {
            double[] point = points.Random(other, 1);
            curves.Add(runner.Run($"start {other + 1}", point, Math.Min(step, runner.StepThatFalls(point)), false));
        }
    }

    private static double[]? TopEigenvector(Question question)
    {
        int n = question.Moving.Sum(variable => variable.Shape.Size);
        return n is 0 or > Constants.MostDense || !question.Moving.All(GraphTraversal.Variables(question.Expression).Contains)
            ? null
            : question.Expression.HessianOperator(question.Moving, Constants.ValuesOf(question)).Spectrum(1, new SpectrumOptions { MostIterations = 200 }).Largest[0].Vector.Span.ToArray();
    }

    /// <summary>Runs with the same values of what does not move.</summary>
    private sealed class Runner(Objective objective, IReadOnlyDictionary<Variable, Tensor<double>> others, int iterations)
    {
        public DescentCurve Run(string label, double[] start, double step, bool diverges)
        {
            double[] point = start;
            (double value, double[] gradient) = objective.At(point, others);
            List<double> losses = [value];
            for (int i = 0; i < iterations && double.IsFinite(value) && Vectors.IsFinite(gradient); i++)
            {
                double[] next = Vectors.Plus(point, -step, gradient);
                (value, gradient) = objective.At(next, others);
                if (double.IsFinite(value))
                {
                    losses.Add(value);
                    point = next;
                }
            }

            return new DescentCurve(label, step, losses, objective.Named(start), objective.Named(point), diverges);
        }

        /// <summary>The largest step of a sequence that halves with which some iterations from a point never raise the loss.</summary>
        public double StepThatFalls(double[] start)
        {
            for (double step = 0.5; step > 1e-6; step /= 2)
            {
                IReadOnlyList<double> losses = new Runner(objective, others, Math.Min(iterations, 50)).Run("", start, step, false).Losses;
                if (losses.Count > 1 && losses.Zip(losses.Skip(1)).All(pair => pair.Second <= pair.First))
                {
                    return step;
                }
            }

            return 1e-6;
        }
    }
}
