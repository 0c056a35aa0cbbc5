using System.Collections.ObjectModel;

namespace Adjoint.Graph;

/// <summary>Expressions closed over an ordered list of inputs: what a plan is compiled from.</summary>
public sealed class Function
{
    /// <summary>Closes expressions over their inputs.</summary>
    /// <param name="inputs">The variables in the order in which values will be given; some may be unused.</param>
    /// <param name="outputs">The expressions to compute.</param>
    /// <exception cref="ArgumentException">An output uses a variable that is no input, or an input is named twice.</exception>
    public Function(IReadOnlyList<Variable> inputs, IReadOnlyList<Expr> outputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        HashSet<Variable> known = [];
        foreach (Variable input in inputs)
        {
            if (!known.Add(input))
            {
                throw new ArgumentException($"The variable '{input.Name}' is given twice among the inputs.", nameof(inputs));
            }
        }

        foreach (Variable used in GraphTraversal.Variables([.. outputs]))
        {
            if (!known.Contains(used))
            {
                throw new ArgumentException($"The variable '{used.Name}' of shape {used.Shape} has no value: add it to the inputs.", nameof(inputs));
            }
        }

        Inputs = new ReadOnlyCollection<Variable>([.. inputs]);
        Outputs = new ReadOnlyCollection<Expr>([.. outputs]);
    }

    /// <summary>The inputs in order.</summary>
    public IReadOnlyList<Variable> Inputs { get; }

    /// <summary>The outputs in order.</summary>
    public IReadOnlyList<Expr> Outputs { get; }
}
