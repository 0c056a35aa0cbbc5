using System.Globalization;
using Adjoint.Data;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Operators.Spectra;
using Adjoint.Primitives.LinearAlgebra;

namespace Adjoint.Training;

/// <summary>
/// Whether the cross-entropy of a dense layer's scores W φ + b has a minimiser (Albert and Anderson 1984). There is none where some direction gives every sample's own class at least the score of each other and more of
/// one: along it the loss falls for ever. There is one where the probabilities at the point reached, being the positive factors of Stiemke's theorem but for a rest that the gradient tells, rule such directions out.
/// </summary>
internal sealed class Separability
{
    private const int MostFeatures = 800;

    private const double MostProducts = 1e9;

    private readonly double[] _trained;
    private readonly int _classes, _features, _count;
    private readonly bool _biased;
    private double _leastMargin = double.PositiveInfinity;
    private int _counted;
    private readonly IReadOnlyList<double> _weights;

    private Separability(double[] trained, int classes, int features, bool biased, IReadOnlyList<double> weights, int samples)
    {
        (_trained, _classes, _features, _biased, _weights, _count) = (trained, classes, features, biased, weights, samples);
        int row = features + (biased ? 1 : 0);
        Gram = (double)row * row * samples <= MostProducts && row <= MostFeatures ? [.. Enumerable.Range(0, row).Select(_ => new double[row])] : null;
        Rest = new double[trained.Length];
        Occurs = new bool[classes];
    }

    private double[][]? Gram { get; }

    private double[] Rest { get; }

    private bool[] Occurs { get; }

    private bool IsSeparated { get; set; } = true;

    private double LeastProbability { get; set; } = 1;

    private double Magnitude { get; set; }

    /// <summary>True, false, or nothing where neither is certified; and why.</summary>
    /// <param name="model">The model.</param>
    /// <param name="source">The samples.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="point">The trained parameters.</param>
    public static (bool? Attained, string Because) Of(Model model, SampleSource source, CrossEntropy loss, IReadOnlyList<double> point)
    {
        const string unknown = "whether a minimiser exists is not known";
        Parameter[] trained = [.. model.Parameters.Where(parameter => parameter.IsTrained)];
        if (model.Nodes[^1].Layer is not Dense { Activation: Activation.None } dense || trained.Length != (dense.HasBias ? 2 : 1) || trained.Any(parameter => !model.Parameters.TakeLast(trained.Length).Contains(parameter)))
        {
            return (null, unknown);
        }

        if (loss.LabelSmoothing > 0 && loss.ClassWeights.All(weight => weight > 0) && source.WeightShape is null)
        {
            return (true, "with label smoothing every class has a share in every sample, so that the loss grows in every direction that changes it, and a minimiser exists");
        }

        Separability samples = new([.. point], dense.Units, trained[0].Value.Shape[0], dense.HasBias, loss.ClassWeights, source.Count);
        if (loss.LabelSmoothing > 0 || source.WeightShape is not null || !samples.Read(model, source))
        {
            return (null, unknown);
        }

        return samples.Verdict(unknown);
    }

    private (bool? Attained, string Because) Verdict(string unknown)
    {
        if (_classes == 1 || !Occurs.Contains(true))
        {
            return (true, "no sample has a class that could be mistaken: it is 0 everywhere");
        }

        if (IsSeparated)
        {
            return (false, string.Create(CultureInfo.InvariantCulture,
                $"the classes are separable, and its infimum 0 is not attained: the weights reached give each of the {_counted} samples' own class{(_counted < _count ? " (those of weight 0 do not count)" : "")} the highest score (by {_leastMargin:G3} at least), and when they are scaled up the loss falls towards 0"));
        }

        int missing = _biased ? Array.IndexOf(Occurs, false) : -1;
        if (missing >= 0)
        {
            return (false, $"class {missing} has no sample, so that lowering its bias lowers the loss for ever, and the infimum is not attained");
        }

        return IsBalanced()
            ? (true, "no direction separates the classes: the probabilities of being wrong balance the samples, so that a minimiser exists (Stiemke; Albert and Anderson 1984)")
            : (null, unknown);
    }

    /// <summary>
    /// The sum of the samples' differences of features, with the probabilities of being wrong for factors, is the rest r. Factors that differ from these by δ make it zero, where ‖δ‖ ≤ ‖r‖ / σ and σ² is the smallest
    /// eigenvalue but zero of Σ φ φᵀ: the Laplacian of a star has none between 0 and 1. They stay positive where that is less than the smallest probability.
    /// </summary>
    private bool IsBalanced()
    {
        if (Gram is null)
        {
            return false;
        }

        // Entries that are 0 in all samples span no direction that matters, and are left out exactly.
        int[] alive = [.. Enumerable.Range(0, Gram.Length).Where(i => Gram[i][i] > 0)];
        double[][] matrix = [.. alive.Select(i => alive.Select(j => Gram[Math.Max(i, j)][Math.Min(i, j)]).ToArray())];
        if (matrix.Length == 0)
        {
            return false;
        }

        // An eigenvalue that may be zero but for rounding leaves the question open.
        (double[] values, _) = SymmetricEigenproblem.Solve(matrix);
        return values[0] >= 1e-9 * values[^1]
            && Math.Sqrt(Rest.Sum(entry => entry * entry)) + (1.2e-16 * _count * _classes * Magnitude) < 0.5 * LeastProbability * Math.Sqrt(values[0]);
    }

    /// <summary>Goes through all samples; false where the scores are not read from one matrix product or a target is not one class.</summary>
    private bool Read(Model model, SampleSource source)
    {
        IReadOnlyList<Variable> parameters = model.ParameterVariables();
        Variable input = new(Model.InputName, [1, .. source.InputShape]);
        Expr output = model.Build(input, [.. parameters], LayerMode.Training).Output;
        Variable kernel = parameters[parameters.Count - (_biased ? 2 : 1)];
        Application? product = GraphTraversal.TopologicalOrder(output).OfType<Application>().FirstOrDefault(node => node.Primitive is MatrixProduct && node.Arguments[1] == kernel);
        if (product is null || product.Arguments[0].Shape.Size != _features)
        {
            return false;
        }

        Expr features = product.Arguments[0];
        PlanSession<double> session = new(Plan.Compile(new Function([input, .. parameters], [features])));
        double[] inputs = new double[input.Shape.Size];
        session.Bind(0, inputs);
        for (int i = 0; i < parameters.Count; i++)
        {
            session.Bind(i + 1, Array.ConvertAll(model.Parameters[i].Value.Span.ToArray(), entry => (double)entry));
        }

        float[] sample = new float[inputs.Length], target = new float[source.TargetShape.Size];
        double[] row = new double[_features + (_biased ? 1 : 0)];
        for (int i = 0; i < source.Count; i++)
        {
            source.Fill(0, i, sample, target);
            if (Label(target) is not int label)
            {
                return false;
            }

            if (_weights.Count > 0 && _weights[label] == 0)
            {
                continue;
            }

            _counted++;
            for (int k = 0; k < sample.Length; k++)
            {
                inputs[k] = sample[k];
            }

            session.Run(WorkerPool.Serial);
            session.Output(0).CopyTo(row);
            if (_biased)
            {
                row[^1] = 1;
            }

            Add(row, label);
        }

        return true;
    }

    /// <summary>The class of a sample; nothing where its target is no label and not all in one class.</summary>
    private int? Label(float[] target)
    {
        if (target.Length == 1 && _classes > 1)
        {
            return target[0] >= 0 && target[0] < _classes && target[0] == MathF.Round(target[0]) ? (int)target[0] : null;
        }

        int place = Array.FindIndex(target, entry => entry > 0);
        return target.Length == _classes && place >= 0 && target[place] == 1 && target.Count(entry => entry != 0) == 1 ? place : null;
    }

    private void Add(double[] row, int label)
    {
        Occurs[label] = true;
        double[] scores = new double[_classes];
        double size = 0;
        for (int k = 0; k < _classes; k++)
        {
            double magnitude = 0;
            for (int f = 0; f < row.Length; f++)
            {
                double term = row[f] * _trained[(f * _classes) + k];
                scores[k] += term;
                magnitude += Math.Abs(term);
            }

            size = Math.Max(size, magnitude);
        }

        // A sum of n products is right to n units in the last place of its terms' magnitudes (Higham 2002, section 3.1); features may carry as much again.
        double length = Math.Sqrt(row.Sum(entry => entry * entry)), rounding = 8 * row.Length * 1.2e-16 * size;
        double margin = double.PositiveInfinity, greatest = scores.Max(), sum = scores.Sum(score => Math.Exp(score - greatest)), weight = _weights.Count > 0 ? _weights[label] : 1;
        for (int k = 0; k < _classes; k++)
        {
            if (k == label)
            {
                continue;
            }

            margin = Math.Min(margin, scores[label] - scores[k]);
            double wrong = weight * Math.Exp(scores[k] - greatest) / sum;
            Magnitude += 2 * wrong * length;
            LeastProbability = Math.Min(LeastProbability, wrong);
            for (int f = 0; f < row.Length; f++)
            {
                Rest[(f * _classes) + k] -= wrong * row[f];
                Rest[(f * _classes) + label] += wrong * row[f];
            }
        }

        IsSeparated &= margin > rounding;
        _leastMargin = Math.Min(_leastMargin, margin);
        for (int i = 0; Gram is not null && i < row.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                Gram[i][j] += row[i] * row[j];
            }
        }
    }
}
