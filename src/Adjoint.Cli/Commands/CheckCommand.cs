using System.CommandLine;
using Adjoint.Checking;
using Adjoint.Cli.Arguments;
using Adjoint.Cli.Output;
using Adjoint.Graph;
using Adjoint.Language;
using Adjoint.Layers;
using Adjoint.Tensors;

namespace Adjoint.Cli.Commands;

/// <summary><c>adjoint check</c>: whether derivatives and adjoints are right, of every primitive, of an expression or of a model.</summary>
internal static class CheckCommand
{
    public static Command Create(Invocation invocation)
    {
        Argument<string?> what = new("EXPR|MODEL")
        {
            Description = "An expression, as in 'sumsq(x - conv(w, y))', or a model file (.safetensors); every primitive if left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string[]> set = NamedArrays.SetOption(), shape = NamedArrays.ShapeOption();
        Option<Shape?> input = CommandOptions.SampleShape("--input", "The shape of a model's sample; a small one that it takes if left out.");
        Option<long?> seed = CommandOptions.Seed("Seed of the numbers that are drawn; 0 if left out.");
        Option<bool> json = CommandOptions.Json();
        Command command = new("check", """
            Checks derivatives. Adjoints are held to ⟨A u, v⟩ = ⟨u, Aᵀ v⟩ for random u and v, linearisations to difference quotients. Without an argument every primitive in float32 and float64, over a
            table of cases and 100 random shapes of each kind; of an expression or a model every node, and the whole. Names without values are drawn. A failure names the node and says what is wrong; the exit code is then 1.
            """)
        {
            what, set, shape, input, seed, json,
        };
        HelpWithExamples.Add(
            command,
            "adjoint check",
            "adjoint check 'sumsq(x - relu(conv(w, y)))' --shape w=3x3 --shape y=8x8 --shape x=6x6",
            "adjoint check 'crossentropy(z, t)' --set z=[1,2,3] --set t=[0,1,0] --json",
            "adjoint check runs/greyscale/greyscale.safetensors");
        command.SetAction(parsed =>
        {
            string? text = parsed.GetValue(what);
            string[] sets = parsed.GetValue(set) ?? [], shapes = parsed.GetValue(shape) ?? [];
            long number = parsed.GetValue(seed) ?? 0;
            int folded = unchecked((int)(number ^ (number >> 32)));
            bool isModel = text is not null && IsModel(text), asJson = parsed.GetValue(json);
            if ((text is null || isModel) && (sets.Length > 0 || shapes.Length > 0))
            {
                throw CommandException.Usage("--set and --shape go with an expression; leave them out, or name an expression to check");
            }

            if (!isModel && parsed.GetValue(input) is not null)
            {
                throw CommandException.Usage("--input goes with a model; leave it out, or name a model file to check");
            }

            return text is null ? Primitives(folded, asJson, invocation.Cancellation)
                : isModel ? OfModel(text, parsed.GetValue(input), folded, asJson, invocation.Cancellation)
                : OfExpression(text, NamedArrays.Read(sets, shapes), folded, asJson, invocation.Cancellation);
        });
        return command;
    }

    private static bool IsModel(string text) =>
        text.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) || text.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);

    private static int Primitives(int seed, bool asJson, CancellationToken cancellation)
    {
        IReadOnlyList<CheckSummary> summaries = WorkProgress.Run("checking every primitive", progress => LibraryCheck.Run(seed, progress: progress, cancellation: cancellation));
        if (asJson)
        {
            JsonOutput.Print(writer => CheckOutput.Write(writer, summaries));
        }
        else
        {
            CheckOutput.Print(summaries);
        }

        return Verdict(summaries.Sum(summary => summary.Checks), [.. summaries.SelectMany(summary => summary.Failures)]);
    }

    private static int OfExpression(string text, NamedArrays arrays, int seed, bool asJson, CancellationToken cancellation)
    {
        Expr expression = ExpressionParser.Parse(text, arrays.Variables);
        IReadOnlyList<(Variable, Tensor<double>)> point;
        try
        {
            point = ExpressionCheck.Draw(expression, [.. arrays.Values.Select(pair => (pair.Key, pair.Value.Value))], seed);
        }
        catch (ArgumentException exception)
        {
            throw CommandException.Failed($"{exception.Message} Write --set NAME=VALUE.");
        }

        return Report(WorkProgress.Run("checking the expression", progress => ExpressionCheck.Run(expression, point, seed, progress: progress, cancellation: cancellation)), asJson);
    }

    private static int OfModel(string path, Shape? input, int seed, bool asJson, CancellationToken cancellation)
    {
        if (path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
        {
            throw CommandException.Failed($"'{path}': ONNX files are not read yet; name a model file (.safetensors) that this program wrote.");
        }

        Model model = ModelArgument.Load(path);
        ModelProblem problem = ModelProblem.Of(model, input, seed);
        return Report(
            WorkProgress.Run("checking the model", progress => ExpressionCheck.Run(problem.Expression, problem.Values, seed, singleToo: true, progress, cancellation)),
            asJson);
    }

    private static int Report(ExpressionReport report, bool asJson)
    {
        if (asJson)
        {
            JsonOutput.Print(writer => CheckOutput.Write(writer, report));
        }
        else
        {
            CheckOutput.Print(report);
        }

        return Verdict(report.Nodes.Count + report.Whole.Count, [.. report.Checks.Where(check => !check.Passed)]);
    }

    private static int Verdict(int checks, CheckReport[] failures)
    {
        if (failures.Length > 0)
        {
            Terminal.Note($"adjoint check: {failures.Length} of {Tables.Count(checks, "check")} failed, first {failures[0]}");
        }

        return failures.Length > 0 ? ExitCode.Failed : ExitCode.Success;
    }
}
