using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Tensors;

namespace Adjoint.Checking;

/// <summary>
/// Checks an expression at a point, node by node and as a whole, in float64: each node's adjoint by a dot test and its linearisation by difference quotients, with the values that its
/// arguments have there; then the same of the whole in each variable. A failure names the node that is at fault.
/// </summary>
public static class ExpressionCheck
{
    /// <summary>The name of the whole in reports.</summary>
    public const string WholeName = "the whole";

    /// <summary>How far a point that lies at a kink is moved, relative to its entries, to compare the whole with differences.</summary>
    private const double Nearby = 1e-3;

    private const int Attempts = 60;

    private static readonly Interval[] Choices = [new(-1, 1.5), new(0.25, 1.5), new(-1.5, -0.25), new(0, 1)];

    /// <summary>Checks an expression.</summary>
    /// <param name="expression">What to check.</param>
    /// <param name="at">Values of its variables; those that are left out are drawn by <see cref="Draw"/>.</param>
    /// <param name="seed">Same seed, same numbers.</param>
    /// <param name="singleToo">Whether the nodes' dot tests run in float32 too.</param>
    /// <param name="progress">Told the finished part, from 0 to 1.</param>
    /// <param name="cancellation">Stops between checks.</param>
    /// <exception cref="ArgumentException">A value has another shape than its variable, or no point can be drawn.</exception>
    public static ExpressionReport Run(
        Expr expression, IReadOnlyList<(Variable Variable, Tensor<double> Value)>? at = null, int seed = 0, bool singleToo = false, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(expression);
        IReadOnlyList<(Variable Variable, Tensor<double> Value)> point = Draw(expression, at ?? [], seed);
        IReadOnlyList<Expr> order = GraphTraversal.TopologicalOrder(expression);
        Dictionary<Expr, Tensor<double>> values;
        try
        {
            values = ValuesOf(order, point);
        }
#pragma warning disable CA1031 // A rule from outside may throw anything, and is reported.
        catch (Exception exception) when (exception is not (OutOfMemoryException or OperationCanceledException))
#pragma warning restore CA1031
        {
            return new ExpressionReport([], [new CheckReport(WholeName, CheckKind.Value, null, CheckReport.NameOf<double>(), double.PositiveInfinity, 0, false, CheckReport.Thrown(exception))]);
        }

        List<CheckReport> nodes = [], whole = [];
        Variable[] variables = [.. point.Select(pair => pair.Variable)];
        int done = 0, steps = order.Count + variables.Length;

        // What is made of no number is nowhere compared: said here, where it begins.
        nodes.AddRange(order.Where(node => node is not Application && !Entries.AreFinite(values[node])).Select(leaf => new CheckReport(
            NodeText.Of(leaf), CheckKind.Value, null, CheckReport.NameOf<double>(), double.PositiveInfinity, 0, false,
            $"Its value holds {(double.IsNaN(Entries.Largest(values[leaf])) ? "NaN" : "an infinity")}, so that nothing can be compared; give it finite numbers.")));
        foreach (Application node in order.OfType<Application>())
        {
            cancellation.ThrowIfCancellationRequested();
            nodes.AddRange(NodeCheck.Run(node, [.. node.Arguments.Select(argument => values[argument])], values[node], new Random(seed), singleToo));
            progress?.Report((double)++done / steps);
        }

        bool isFinite = values.Values.All(Entries.AreFinite);
        string? kink = nodes.FirstOrDefault(check => check.IsAtKink)?.Name;
        double size = values.Values.Max(Entries.Largest);
        foreach (Variable variable in isFinite ? variables : [])
        {
            cancellation.ThrowIfCancellationRequested();
            whole.AddRange(Whole(expression, variable, point, size, kink, seed));
            progress?.Report((double)++done / steps);
        }

        return new ExpressionReport(nodes, whole);
    }

    /// <summary>
    /// A point: the values that are given, and for the other variables numbers of moderate size for which every node is defined, as its domain
    /// says, and finite.
    /// </summary>
    /// <param name="expression">The expression.</param>
    /// <param name="given">Values of some of its variables; others are ignored.</param>
    /// <param name="seed">Same seed, same numbers.</param>
    /// <returns>A value for each variable of the expression.</returns>
    /// <exception cref="ArgumentException">A value has another shape than its variable, or no such point was found.</exception>
    public static IReadOnlyList<(Variable Variable, Tensor<double> Value)> Draw(Expr expression, IReadOnlyList<(Variable Variable, Tensor<double> Value)> given, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(given);
        IReadOnlyList<Expr> order = GraphTraversal.TopologicalOrder(expression);
        Variable[] variables = [.. order.OfType<Variable>()];
        foreach ((Variable variable, Tensor<double> value) in given)
        {
            if (value.Shape != variable.Shape)
            {
                throw new ArgumentException($"The variable '{variable.Name}' has shape {variable.Shape}; its value has {value.Shape}.", nameof(given));
            }
        }

        Dictionary<Variable, Tensor<double>> known = given.ToDictionary(pair => pair.Variable, pair => pair.Value);
        if (variables.All(known.ContainsKey))
        {
            return [.. variables.Select(variable => (variable, known[variable]))];
        }

        Random random = new(seed);
        Application? broken = null;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            (Variable, Tensor<double>)[] point = [.. variables.Select(variable => (variable, known.GetValueOrDefault(variable) ?? Uniform(variable.Shape, Choices[attempt == 0 ? 0 : random.Next(Choices.Length)], random)))];
            Dictionary<Expr, Tensor<double>> values = ValuesOf(order, point);
            broken = order.OfType<Application>().FirstOrDefault(node => !NodeCheck.IsDefined(node, [.. node.Arguments.Select(argument => values[argument])], values[node]));
            if (broken is null || GraphTraversal.Variables(broken).All(known.ContainsKey))
            {
                // What the given values break, no drawing mends; the check will say so.
                return point;
            }
        }

        throw new ArgumentException($"No point was found where '{NodeText.Of(broken!)}' is defined; give values to {string.Join(", ", variables.Where(variable => !known.ContainsKey(variable)).Select(variable => variable.Name))}.");
    }

    private static CheckReport[] Whole(Expr expression, Variable variable, IReadOnlyList<(Variable Variable, Tensor<double> Value)> point, double size, string? kink, int seed)
    {
        LinearizedMap? map = null;
        LinearizedMap Map() => map ??= LinearizedMap.Of(expression, variable, point);
        CheckReport dot = CheckReport.Of<double>(WholeName, null, MapChecks.DotTest<double>(Map, new Random(seed)));
        CheckReport derivative = MapChecks.Derivative(WholeName, null, Map, own => Math.Max(own, size), new Random(seed));
        if (!derivative.Passed && kink is not null && double.IsFinite(derivative.RelativeError))
        {
            // At a kink the rules give each node's derivative, whose combination need not lie between the slopes of the whole.
            Random random = new(seed);
            (Variable, Tensor<double>)[] nearby = [.. point.Select(pair => (pair.Variable, Entries.Map(pair.Value, entry => entry + (Nearby * Math.Max(1e-3, Math.Abs(entry)) * (random.NextDouble() - 0.5)))))];
            derivative = MapChecks.Derivative(WholeName, null, () => LinearizedMap.Of(expression, variable, nearby), own => Math.Max(own, size), new Random(seed));
            derivative = derivative.Passed
                ? derivative with { HasRemark = true, Message = $"The point lies at a kink of '{kink}', where the derivatives taken need not add up to one of the whole; beside it the linearisation is the limit of difference quotients." }
                : derivative;
        }

        return [dot with { Variable = variable.Name }, derivative with { Variable = variable.Name }];
    }

    private static Dictionary<Expr, Tensor<double>> ValuesOf(IReadOnlyList<Expr> order, IReadOnlyList<(Variable Variable, Tensor<double> Value)> point)
    {
        Computation<double> all = new([.. point.Select(pair => pair.Variable)], order);
        foreach ((Variable variable, Tensor<double> value) in point)
        {
            all.Bind(variable, value);
        }

        Tensor<double>[] values = all.Run();
        return order.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>Without the ends, which are drawn often elsewhere: here two equal entries would make a tie.</summary>
    private static Tensor<double> Uniform(Shape shape, Interval range, Random random) =>
        Entries.Map(new Tensor<double>(shape), _ => range.Lower + ((range.Upper - range.Lower) * random.NextDouble()));
}
