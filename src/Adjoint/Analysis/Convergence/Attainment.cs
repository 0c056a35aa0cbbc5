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

    /// <summary>True, false, or nothing where neither is certified. Everything that does not move has a value.</summary>
    public static (bool? Attained, string Because) Of(Question question, SmoothDecomposition smooth)
    {
        if (Wishes(question, smooth) is not { Count: > 0 } wishes)
        {
            return (null, "");
        }

        double[] direction = new double[wishes[0].Length];
        double[] sizes = [.. wishes.Select(Vectors.Norm)];
        for (int pass = 0; pass < Passes; pass++)
        {
            bool wrong = false;
            for (int i = 0; i < wishes.Count; i++)
            {
                if (sizes[i] > 0 && Vectors.Dot(wishes[i], direction) <= 1e-6 * sizes[i])
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
        if (length > 0 && wishes.Zip(sizes).All(pair => pair.Second == 0 || Vectors.Dot(pair.First, direction) > 1e-9 * pair.Second * length))
        {
            return (false, "a direction separates the classes with a margin (found by perceptron, every margin checked), and along it the loss falls for ever towards its infimum");
        }

        return Balanced(wishes, sizes) ? (true, "no direction separates the classes: the differences of scores add up to zero with positive factors (Stiemke)") : (null, "");
    }

    /// <summary>For each sample and each other class the gradient of the score that should win less the other's; nothing where the loss has another form.</summary>
    private static List<double[]>? Wishes(Question question, SmoothDecomposition smooth)
    {
        int n = question.Moving.Sum(variable => variable.Shape.Size);
        if (n > MostColumns || smooth.Parts.Count == 0 || smooth.Rough.Count > 0 || smooth.Parts.Any(part => part.Form is null || part.Node.Primitive is not (Softplus or CrossEntropyOfRows or LogSoftmax))
            || GraphTraversal.Variables(smooth.Outer).Any(question.Moving.Contains))
        {
            return null;
        }

        (Variable Variable, Tensor<double> Value)[] at = Constants.ValuesOf(question);
        List<double[]> wishes = [];
        foreach ((SmoothPart part, Expr weightOf) in smooth.Parts.Zip(smooth.Weights(smooth.Parts)))
        {
            Expr scores = part.Node.Arguments[0];
            if ((long)scores.Shape.Size * n > 4_000_000)
            {
                return null;
            }

            double[][] rows = Rows(scores, question, at);
            Tensor<double> weight = weightOf.Evaluate(at);
            if (part.Node.Primitive is Softplus)
            {
                if (weight.Span.ToArray().Any(entry => entry < 0))
                {
                    return null;
                }

                wishes.AddRange(rows.Where((_, i) => weight.Span[i] > 0).Select(row => Vectors.Times(-1, row)));
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
                        wishes.Add(Vectors.Plus(rows[(row * classes) + right], -1, rows[(row * classes) + other]));
                    }
                }
            }
        }

        return wishes.Count <= MostRows ? wishes : null;
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
    private static bool Balanced(List<double[]> wishes, double[] sizes)
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
        if (values.Any(value => value > 1e-12 * largest && value < 1e-7 * largest))
        {
            return false;
        }

        double[][] span = [.. vectors.Where((_, i) => values[i] >= 1e-7 * largest)];
        double[][] rows = [.. unit.Select(row => span.Select(vector => Vectors.Dot(row, vector)).ToArray())];
        double weakest = Math.Sqrt(values.First(value => value >= 1e-7 * largest));
        double[] point = new double[span.Length];
        for (int round = 0; round < 60; round++)
        {
            double[] wrong = [.. rows.Select(row => 1 / (1 + Math.Exp(Vectors.Dot(row, point))))], sum = new double[span.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                sum = Vectors.Plus(sum, wrong[i], rows[i]);
            }

            double least = wrong.Min(), left = Vectors.Norm(sum);
            if (left / weakest < 1e-3 * least && least > 1e-9)
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
