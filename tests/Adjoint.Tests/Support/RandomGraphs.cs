using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Convolution;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Support;

/// <summary>A random expression graph with values for its variables.</summary>
/// <param name="Variables">The variables.</param>
/// <param name="Values">A value for each: whole numbers, so that every order of summation gives the same.</param>
/// <param name="Nodes">Every expression that was built, in order.</param>
public sealed record RandomGraph(IReadOnlyList<Variable> Variables, IReadOnlyList<Tensor<double>> Values, IReadOnlyList<Expr> Nodes)
{
    public (Variable Variable, Tensor<double> Value)[] Bindings => [.. Variables.Zip(Values)];

    public override string ToString() => string.Join("; ", Nodes.Where(node => node.Arguments.Count > 0).Select(node => $"{node.Shape}: {node}"));
}

/// <summary>
/// Builds graphs from lists of numbers: each number picks an operation and what it is applied to, so that every list is a graph
/// and a shorter list a smaller graph, as a shrinking generator needs.
/// </summary>
public static class RandomGraphs
{
    /// <summary>Products of more factors than this are not built: whole numbers stay exact.</summary>
    private const int MostFactors = 5;

    private const int MostEntries = 3000;

    public static RandomGraph Build(IReadOnlyList<int> program)
    {
        Builder builder = new();
        foreach (int instruction in program)
        {
            builder.Step(instruction);
        }

        Random random = new(program.Count);
        return new(builder.Variables, [.. builder.Variables.Select(variable => RandomTensors.Whole(random, variable.Shape))], builder.Nodes);
    }

    private sealed class Builder
    {
        private readonly Dictionary<Expr, int> _factors = [];

        public Builder()
        {
            Declare([2, 5, 4, 3]);
            Declare([3]);
            Declare([2, 6, 2]);
            Declare([4, 3]);
            Declare([1, 3, 4, 3, 2]);
            Declare(Shape.Scalar);
        }

        public List<Variable> Variables { get; } = [];

        public List<Expr> Nodes { get; } = [];

        public void Step(int instruction)
        {
            Random random = new(instruction);

            // Late nodes more often, so that graphs become deep.
            Expr a = Nodes[Math.Max(random.Next(Nodes.Count), random.Next(Nodes.Count))], b = Nodes[random.Next(Nodes.Count)];
            if (Next(random, a, b) is Expr node && node.Shape.Size <= MostEntries && !_factors.ContainsKey(node))
            {
                int factors = Degree(node);
                if (factors <= MostFactors)
                {
                    _factors[node] = factors;
                    Nodes.Add(node);
                }
            }
        }

        private Expr? Next(Random random, Expr a, Expr b) => random.Next(24) switch
        {
            0 => Relu(a),
            1 => Square(a),
            2 => -a,
            3 => a * 2,
            4 => 0.5 * a,
            5 => a + 0,
            6 => 1 * a,
            7 => Fits(a, b) ? a + b : a + a,
            8 => Fits(a, b) ? a - b : a - 1,
            9 => Fits(a, b) ? a * b : a * a,
            10 => Gated(a, b),
            11 => Flip(a),
            12 => Flipped(random, Flipped(random, a)),
            13 => Widened(random, a),
            14 => Cropped(random, a),
            15 => Extended(random, a),
            16 => Summed(random, a),
            17 => Repeated(random, a),
            18 => Reshape(a, random.Next(2) == 0 ? [a.Shape.Size] : [.. a.Shape.Reverse()]),
            19 => Reshape(Reshape(a, [a.Shape.Size]), a.Shape),
            20 or 21 => Correlated(random, a),
            22 => Layer(random, a),
            _ => Sum(a * a),
        };

        private static bool Fits(Expr a, Expr b)
        {
            try
            {
                _ = a + b;
                return true;
            }
            catch (ShapeException)
            {
                return false;
            }
        }

        private static Expr Gated(Expr a, Expr b)
        {
            if (!Fits(a, b))
            {
                return new Gate().Apply(a, a);
            }

            Shape shape = (a + b).Shape;
            return new Gate().Apply(BroadcastTo(a, shape), BroadcastTo(b, shape));
        }

        private static Expr Flipped(Random random, Expr a)
        {
            int[] axes = [.. Enumerable.Range(0, a.Shape.Rank).Where(_ => random.Next(2) == 0)];
            return new Flip(ValueList.Create<int>(axes)).Apply(a);
        }

        private static Expr Widened(Random random, Expr a) => Pad(a, Margin(random, a.Shape), Margin(random, a.Shape));

        private static Expr? Cropped(Random random, Expr a)
        {
            Shape before = Margin(random, a.Shape), after = Margin(random, a.Shape);
            return a.Shape.Zip(before.Zip(after)).All(axis => axis.First >= axis.Second.First + axis.Second.Second) ? Crop(a, before, after) : null;
        }

        private static Expr? Extended(Random random, Expr a)
        {
            Extension mode = (Extension)random.Next(4);
            Shape before = Margin(random, a.Shape), after = Margin(random, a.Shape);
            bool folds = random.Next(2) == 0;
            return a.Shape.Size == 0 ? null
                : !folds ? new Extend(mode, before, after).Apply(a)
                : a.Shape.Zip(before.Zip(after)).All(axis => axis.First > axis.Second.First + axis.Second.Second) ? new Fold(mode, before, after).Apply(a)
                : null;
        }

        private static Expr Summed(Random random, Expr a)
        {
            Shape target = [.. a.Shape.Lengths[random.Next(a.Shape.Rank + 1)..].ToArray().Select(length => random.Next(2) == 0 ? 1 : length)];
            return new SumTo(target).Apply(a);
        }

        private static Expr Repeated(Random random, Expr a) =>
            BroadcastTo(a, random.Next(3) == 0 ? [2, .. a.Shape] : [.. a.Shape.Select(length => length == 1 ? 3 : length)]);

        private Expr? Correlated(Random random, Expr a)
        {
            if (a.Shape.Rank is not (3 or 4 or 5) || a.Shape.Size == 0)
            {
                return null;
            }

            int rank = a.Shape.Rank - 2;
            Shape taps = [.. Enumerable.Range(0, rank).Select(_ => random.Next(1, 4))];
            int groups = a.Shape[^1] % 3 == 0 && random.Next(3) == 0 ? 3 : 1, own = a.Shape[^1] / groups;
            bool isTransposed = random.Next(4) == 0;
            Variable kernel = isTransposed ? Declare([.. taps, random.Next(1, 3), a.Shape[^1]]) : Declare([.. taps, own, groups * random.Next(1, 3)]);
            Boundary boundary = (Boundary)random.Next(7);
            ConvolutionOptions options = new(boundary) { Stride = random.Next(3) == 0 ? Shape.Uniform(2, rank) : null, Dilation = random.Next(3) == 0 ? Shape.Uniform(2, rank) : null, Groups = groups };
            try
            {
                return (random.Next(2), isTransposed) switch
                {
                    (0, false) => CorrelatePictures(kernel, a, options),
                    (0, true) => CorrelateTransposedPictures(kernel, a, options),
                    (_, false) => ConvolvePictures(kernel, a, options),
                    _ => ConvolveTransposedPictures(kernel, a, options),
                };
            }
            catch (ShapeException)
            {
                return null;
            }
        }

        /// <summary>What a plan fuses: a correlation, a bias, a rectifier or a gate.</summary>
        private Expr? Layer(Random random, Expr a)
        {
            if (Correlated(random, a) is not Expr correlation)
            {
                return null;
            }

            Expr biased = random.Next(3) switch
            {
                0 => correlation,
                1 => correlation + Declare([correlation.Shape[^1]]),
                _ => Declare([correlation.Shape[^1]]) + correlation,
            };
            return random.Next(4) switch
            {
                0 => Relu(biased),
                1 => new Gate().Apply(biased, Declare(correlation.Shape)),
                2 => new Gate().Apply(biased, BroadcastTo(Declare([correlation.Shape[^1]]), correlation.Shape)),
                _ => biased,
            };
        }

        private static Shape Margin(Random random, Shape shape) => [.. shape.Select(_ => Math.Max(0, random.Next(-2, 3)))];

        private Variable Declare(Shape shape)
        {
            Variable variable = new($"v{Variables.Count}", shape);
            Variables.Add(variable);
            Nodes.Add(variable);
            _factors[variable] = 1;
            return variable;
        }

        /// <summary>How many variables are multiplied with each other at most.</summary>
        private int Degree(Expr node)
        {
            if (_factors.TryGetValue(node, out int known))
            {
                return known;
            }

            int sum = node.Arguments.Sum(Degree), largest = node.Arguments.Count == 0 ? 0 : node.Arguments.Max(Degree);
            return node is Application { Primitive: Multiply or Correlation } ? sum : node is Application { Primitive: Adjoint.Primitives.Elementwise.Square } ? 2 * largest : largest;
        }
    }
}
