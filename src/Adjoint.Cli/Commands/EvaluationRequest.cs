using Adjoint.Calculus;
using Adjoint.Cli.Arguments;
using Adjoint.Cli.Output;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Language;
using Adjoint.Tensors;

namespace Adjoint.Cli.Commands;

/// <summary>An expression with values for its names, and what is wanted of it. Everything that the command line alone decides is checked when it is made.</summary>
internal sealed class EvaluationRequest
{
    private readonly NamedArrays _arrays;
    private readonly Expr _expression;
    private readonly IReadOnlyList<Variable> _variables;
    private readonly Expr[] _gradients;

    private EvaluationRequest(NamedArrays arrays, Expr expression, IReadOnlyList<Variable> variables, Expr[] gradients) =>
        (_arrays, _expression, _variables, _gradients) = (arrays, expression, variables, gradients);

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="arrays">Its names.</param>
    /// <param name="variables">The names that a gradient is wanted in.</param>
    /// <param name="cotangent">What the adjoint is applied to, as written.</param>
    public static EvaluationRequest Make(string text, NamedArrays arrays, IReadOnlyList<Variable> variables, string? cotangent)
    {
        Expr expression = ExpressionParser.Parse(text, arrays.Variables, out IReadOnlyList<TargetArgument> targets);
        if (GraphTraversal.Variables(expression).FirstOrDefault(variable => !arrays.Values.ContainsKey(variable)) is Variable unknown)
        {
            throw CommandException.Usage($"'{unknown.Name}' has the shape {unknown.Shape} but no value; give it one with --set {unknown.Name}=VALUE");
        }

        Expr? direction = Cotangent(cotangent, expression, variables);
        Expr[] gradients = variables.Count == 0 ? [] : expression.Gradient(variables, direction);
        EvaluationRequest request = new(arrays, expression, variables, gradients);
        foreach (TargetArgument target in targets)
        {
            TargetCheck.Check(text, target, request.Run([target.Expression])[0], arrays);
        }

        return request;
    }

    /// <summary>Computes the value and the gradients in one go.</summary>
    public EvaluationResult Evaluate()
    {
        Tensor<double>[] results = Run([_expression, .. _gradients]);
        return new EvaluationResult(results[0], [.. _variables.Zip(results.Skip(1), (variable, gradient) => (variable.Name, gradient))]);
    }

    private static Constant? Cotangent(string? text, Expr expression, IReadOnlyList<Variable> variables)
    {
        if (variables.Count == 0)
        {
            return text is null ? null : throw CommandException.Usage("--cotangent goes with --grad, which names what the gradient is wanted in");
        }

        if (text is null)
        {
            return expression.Shape.Size == 1
                ? null
                : throw CommandException.Usage($"the value has shape {expression.Shape}, and only one number has a gradient; give --cotangent, of that shape, or sum the value up");
        }

        ArrayArgument cotangent = ArrayArgument.Read(text, "--cotangent");
        string message = $"--cotangent has shape {cotangent.Value.Shape}, but the value has shape {expression.Shape}; they must be the same";
        return cotangent.Value.Shape == expression.Shape ? new Constant(cotangent.Value)
            : cotangent.File is null ? throw CommandException.Usage(message) : throw CommandException.Failed($"{cotangent.File}: {message}");
    }

    private Tensor<double>[] Run(Expr[] outputs)
    {
        Plan plan = Plan.Compile(new Function(GraphTraversal.Variables(outputs), outputs));
        long needed = sizeof(double) * plan.WorkingLength, available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (needed > available)
        {
            throw CommandException.Failed($"this takes {Tables.Bytes(needed)} of working memory, and there are {Tables.Bytes(available)}; use smaller arrays.");
        }

        PlanSession<double> session = new(plan);
        for (int i = 0; i < plan.Function.Inputs.Count; i++)
        {
            session.Bind(i, _arrays.Values[plan.Function.Inputs[i]].Value.Memory);
        }

        session.Run(WorkerPool.Shared);
        return [.. Enumerable.Range(0, outputs.Length).Select(session.CopyOutput)];
    }
}
