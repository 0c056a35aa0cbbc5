using Adjoint.Analysis.Proofs;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Operators;
using Adjoint.Operators.Spectra;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Reductions;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Convergence;

/// <summary>
/// Whether a sum of logistic losses and cross-entropies has a minimiser. By Stiemke's theorem one of two holds, g being the differences of scores that each sample wants to be positive: there is a direction d with
/// all ⟨g, d⟩ ≥ 0 and not all zero, along which the loss falls for ever; or a sum of all g with positive factors is zero, and there is none such (Albert and Anderson 1984).
/// </summary>
internal static class Attainment
{
    private const int MostRows = 20_000, MostColumns = 400, Passes = 300;

    // The margin that the perceptron goes for and the least one that rounding does not explain, relative to the lengths.
    private const double Wanted = 1e-6, Margin = 1e-9;

    // Eigenvalues of the products of wishes below this part of the largest belong to a kernel, if there is one.
    private const double Kernel = 1e-7;

    // What may be left of a balanced sum, relative to its least factor; and the least factor that is told from 0.
    private const double Left = 1e-3, Least = 1e-9;

    // What was added up to a wish may be so many times as long as it; roundings are then still far below all margins.
    private const double Cancelled = 1e3;

    // Entries of a vector of the kernel that are taken as whole numbers.
    private const double Whole = 1e-6;

    /// <summary>What one sample wants to be positive.</summary>
    /// <param name="Rounded">The difference of scores, as a row over all that moves.</param>
    /// <param name="Exact">The same in fractions; nothing where the scores are too many to be written out.</param>
    private sealed record Wish(double[] Rounded, Rational[]? Exact)
    {
        public static Wish operator -(Wish left, Wish right) =>
            new(Vectors.Plus(left.Rounded, -1, right.Rounded), left.Exact is null || right.Exact is null ? null : [.. left.Exact.Zip(right.Exact, (a, b) => a - b)]);
    }

    /// <summary>True, false, or nothing where neither is certified. Everything that does not move has a value.</summary>
    public static (bool? Attained, string Because) Of(Question question, SmoothDecomposition smooth)
    {
        if (Wishes(question, smooth) is not { Count: > 0 } found)
        {
            return (null, "");
        }

        double[][] wishes = [.. found.Select(wish => wish.Rounded)];
        double[] direction = new double[wishes[0].Length];
        double[] sizes = [.. wishes.Select(Vectors.Norm)];
        for (int pass = 0; pass < Passes; pass++)
        {
            bool wrong = false;
            for (int i = 0; i < wishes.Length; i++)
            {
                if (sizes[i] > 0 && Vectors.Dot(wishes[i], direction) <= Wanted * sizes[i])
                {
                    direction = Vectors.Plus(direction, 1 / sizes[i], wishes[i]);
                    wrong = true;
                }
            }

            if (!wrong)
            {
                break;
            }
        }

        double length = Vectors.Norm(direction);
        if (length > 0 && wishes.Zip(sizes).All(pair => pair.Second == 0 || Vectors.Dot(pair.First, direction) > Margin * pair.Second * length))
        {
            return (false, "a direction separates the classes with a margin (found by perceptron, every margin checked), and along it the loss falls for ever towards its infimum");
        }

        return Balanced(wishes, sizes, [.. found.Select(wish => wish.Exact)]) ? (true, "no direction separates the classes: the differences of scores add up to zero with positive factors (Stiemke)") : (null, "");
    }

    /// <summary>For each sample and each other class the gradient of the score that should win less the other's; nothing where the loss has another form.</summary>
    private static List<Wish>? Wishes(Question question, SmoothDecomposition smooth)
    {
        int n = question.Moving.Sum(variable => variable.Shape.Size);
        if (n > MostColumns || smooth.Parts.Count == 0 || smooth.Rough.Count > 0 || smooth.Parts.Any(part => part.Form is null || part.Node.Primitive is not (Softplus or CrossEntropyOfRows or LogSoftmax))
            || GraphTraversal.Variables(smooth.Outer).Any(question.Moving.Contains))
        {
            return null;
        }

        (Variable Variable, Tensor<double> Value)[] at = Constants.ValuesOf(question);
        List<Wish> wishes = [];
        foreach ((SmoothPart part, Expr weightOf) in smooth.Parts.Zip(smooth.Weights(smooth.Parts)))
        {
            Expr scores = part.Node.Arguments[0];
            if ((long)scores.Shape.Size * n > 4_000_000)
            {
                return null;
            }

            if (WishesOf(scores, question, smooth, at) is not Wish[] rows)
            {
                return null;
            }

            Tensor<double> weight = weightOf.Evaluate(at);
            if (part.Node.Primitive is Softplus)
            {
                if (weight.Span.ToArray().Any(entry => entry < 0))
                {
                    return null;
                }

                wishes.AddRange(rows.Where((_, i) => weight.Span[i] > 0).Select(row => new Wish(Vectors.Times(-1, row.Rounded), row.Exact is null ? null : [.. row.Exact.Select(entry => -entry)])));
                continue;
            }

            int axis = part.Node.Primitive is LogSoftmax own ? own.Axis : scores.Shape.Rank - 1, classes = scores.Shape[axis];
            if (axis != scores.Shape.Rank - 1)
            {
                return null;
            }

            Tensor<double>? target = part.Node.Primitive is CrossEntropyOfRows ? part.Node.Arguments[1].Evaluate(at) : null;
            for (int row = 0; row < scores.Shape.Size / classes; row++)
            {
                double[] wanted = [.. Enumerable.Range(row * classes, classes).Select(i => target is null ? -weight.Span[i] : weight.Span[row] * target.Span[i])];
                if (wanted.Any(entry => entry < 0) || wanted.Count(entry => entry > 0) > 1)
                {
                    return null;
                }

                int right = Array.FindIndex(wanted, entry => entry > 0);
                for (int other = 0; right >= 0 && other < classes; other++)
                {
                    if (other != right)
                    {
                        wishes.Add(rows[(row * classes) + right] - rows[(row * classes) + other]);
                    }
                }
            }
        }

        return wishes.Count <= MostRows ? wishes : null;
    }

    /// <summary>The gradient of each entry of scores, in fractions where they can be written out; nothing where so much cancels that rounding matters.</summary>
    private static Wish[]? WishesOf(Expr scores, Question question, SmoothDecomposition smooth, (Variable Variable, Tensor<double> Value)[] at)
    {
        if (new Expansion(question, smooth.ClaimOf).Of(scores) is PolynomialForm form && Exact(form, question) is Rational[][] exact)
        {
            Wish[] wishes = [.. exact.Select(row => new Wish([.. row.Select(entry => entry.ToDouble())], row))];
            return wishes.All(wish => wish.Exact!.All(entry => entry.Sign == 0) || Vectors.Norm(wish.Rounded) is > 1e-150 and < 1e150) ? wishes : null;
        }

        if (Magnitudes.Of(scores, question, at) is not Expr magnitude || !GraphTraversal.Variables(magnitude).Any(question.Moving.Contains))
        {
            return null;
        }

        double[][] rows = Rows(scores, question, at), whole = Rows(magnitude, question, [.. at.Where(pair => question.Moving.Contains(pair.Variable))]);
        return rows.Zip(whole).All(pair => Vectors.Norm(pair.Second) <= Cancelled * Vectors.Norm(pair.First)) ? [.. rows.Select(row => new Wish(row, null))] : null;
    }

    private static Rational[][]? Exact(PolynomialForm form, Question question)
    {
        Dictionary<(Expr, int), int> places = [];
        foreach (Variable variable in question.Moving)
        {
            for (int i = 0; i < variable.Shape.Size; i++)
            {
                places.Add((variable, i), places.Count);
            }
        }

        Rational[][] rows = [.. form.Entries.Select(_ => new Rational[places.Count])];
        for (int i = 0; i < rows.Length; i++)
        {
            foreach (Term term in form.Entries[i])
            {
                if (term.Atoms.All(atom => !GraphTraversal.Variables(form.Atoms[atom].Expression).Any(question.Moving.Contains)))
                {
                    continue;
                }

                if (term.Atoms.Count > 1 || !places.TryGetValue((form.Atoms[term.Atoms[0]].Expression, form.Atoms[term.Atoms[0]].Entry), out int place))
                {
                    return null;
                }

                rows[i][place] += term.Coefficient;
            }
        }

        return rows;
    }

    /// <summary>
    /// Whether all wishes are orthogonal to so many independent directions as vectors that look like their kernel say. In echelon form those are small whole numbers where the kernel comes from what scores have in common; each is
    /// multiplied out in fractions.
    /// </summary>
    private static bool HaveKernel(Rational[]?[] exact, double[][] vectors)
    {
        double[][] rows = [.. vectors.Select(vector => (double[])vector.Clone())];
        for (int rank = 0; rank < rows.Length; rank++)
        {
            int pivot = Enumerable.Range(0, rows[rank].Length).MaxBy(j => Math.Abs(rows[rank][j]));
            rows[rank] = Vectors.Times(1 / rows[rank][pivot], rows[rank]);
            for (int i = 0; i < rows.Length; i++)
            {
                rows[i] = i == rank ? rows[i] : Vectors.Plus(rows[i], -rows[i][pivot], rows[rank]);
            }
        }

        // Each row has a 1 where all others have a 0, so that they are independent.
        return rows.All(row => row.All(entry => Math.Abs(entry - Math.Round(entry)) <= Whole)
            && exact.All(wish => wish is not null && wish.Zip(row).Where(pair => pair.First.Sign != 0).Aggregate(Rational.Zero, (sum, pair) => sum + (pair.First * Rational.Of(Math.Round(pair.Second)))).Sign == 0));
    }

    /// <summary>The gradient of each entry of an affine expression.</summary>
    private static double[][] Rows(Expr affine, Question question, (Variable Variable, Tensor<double> Value)[] at)
    {
        IReadOnlyList<Variable> own = GraphTraversal.Variables(affine);
        Variable[] moving = [.. question.Moving.Where(own.Contains)];
        Tensor<double> matrix = affine.Linearize(moving, at).ToMatrix();
        int rows = matrix.Shape[0], columns = matrix.Shape[1], n = question.Moving.Sum(variable => variable.Shape.Size);
        double[][] result = [.. Enumerable.Range(0, rows).Select(_ => new double[n])];
        int from = 0, to = 0;
        foreach (Variable variable in question.Moving)
        {
            int size = variable.Shape.Size;
            if (own.Contains(variable))
            {
                for (int i = 0; i < rows; i++)
                {
                    matrix.Span.Slice((i * columns) + from, size).CopyTo(result[i].AsSpan(to));
                }

                from += size;
            }

            to += size;
        }

        return result;
    }

    /// <summary>
    /// Whether Σ λ g = 0 for some λ > 0: at a minimiser λ are the probabilities of being wrong. Found by Newton's method on Σ log(1 + e^(−⟨g, d⟩)), and accepted where what is left of the sum can be removed by a change of λ that is
    /// far smaller than λ.
    /// </summary>
    private static bool Balanced(double[][] wishes, double[] sizes, Rational[]?[] exact)
    {
        double[][] unit = [.. wishes.Zip(sizes).Where(pair => pair.Second > 0).Select(pair => Vectors.Times(1 / pair.Second, pair.First))];
        int n = wishes[0].Length;
        if (unit.Length == 0 || (long)unit.Length * n * n > 40_000_000)
        {
            return false;
        }

        // The eigenvectors of Σ g gᵀ that are not in its kernel span what the sums can be.
        (double[] values, double[][] vectors) = SymmetricEigenproblem.Solve(Gram(unit, [.. unit.Select(_ => 1.0)], n));
        double largest = values[^1];
        double[][] span = [.. vectors.Where((_, i) => values[i] >= Kernel * largest)];

        // Small eigenvalues are a kernel only if that is certain: else a direction may separate the classes by little.
        if (span.Length < n && !HaveKernel(exact, [.. vectors.Where((_, i) => values[i] < Kernel * largest)]))
        {
            return false;
        }

        double[][] rows = [.. unit.Select(row => span.Select(vector => Vectors.Dot(row, vector)).ToArray())];
        double weakest = Math.Sqrt(values.First(value => value >= Kernel * largest));
        double[] point = new double[span.Length];
        for (int round = 0; round < 60; round++)
        {
            double[] wrong = [.. rows.Select(row => 1 / (1 + Math.Exp(Vectors.Dot(row, point))))], sum = new double[span.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                sum = Vectors.Plus(sum, wrong[i], rows[i]);
            }

            double least = wrong.Min(), left = Vectors.Norm(sum);
            if (left / weakest < Left * least && least > Least)
            {
                return true;
            }

            (double[] curvatures, double[][] axes) = SymmetricEigenproblem.Solve(Gram(rows, [.. wrong.Select(p => p * (1 - p))], span.Length));
            double[] step = new double[span.Length];
            for (int i = 0; i < axes.Length; i++)
            {
                step = Vectors.Plus(step, Vectors.Dot(axes[i], sum) / Math.Max(curvatures[i], 1e-9 * curvatures[^1]), axes[i]);
            }

            double size = Vectors.Norm(step);
            point = Vectors.Plus(point, size > 3 ? 3 / size : 1, step);
        }

        return false;
    }

    private static double[][] Gram(double[][] rows, double[] weights, int n)
    {
        double[][] gram = [.. Enumerable.Range(0, n).Select(_ => new double[n])];
        for (int k = 0; k < rows.Length; k++)
        {
            for (int i = 0; i < n; i++)
            {
                double factor = weights[k] * rows[k][i];
                for (int j = 0; j < n && factor != 0; j++)
                {
                    gram[i][j] += factor * rows[k][j];
                }
            }
        }

        return gram;
    }
}
