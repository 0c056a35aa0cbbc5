using System.CommandLine;
using Adjoint.Cli.Arguments;
using Adjoint.Cli.Output;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Cli.Commands;

/// <summary><c>adjoint eval</c>: the value of an expression, and its gradient by the adjoint.</summary>
internal static class EvalCommand
{
    public static Command Create()
    {
        Argument<string> expression = new("EXPR") { Description = "The expression, as in 'sumsq(x - conv(w, y))'; quote it." };
        Option<string[]> set = NamedArrays.SetOption(), shape = NamedArrays.ShapeOption();
        Option<string?> gradient = CommandOptions.FilePath("--grad", "NAME[,NAME]", "Also print the gradient in these names.");
        Option<string?> cotangent = CommandOptions.FilePath(
            "--cotangent", "FILE|LITERAL", "What the adjoint is applied to, of the value's shape; needed with --grad where the value is not one number.");
        Option<string?> output = CommandOptions.FilePath("--output", "FILE.npy", "Also write the value to this file.");
        Option<bool> json = CommandOptions.Json();
        Command command = new("eval", $"""
            Evaluates an expression over named arrays in float64, and its gradient by the adjoint. Operators: + - * / (broadcasting), @ (matrix product), ^ (constant power).
            Functions: {string.Join(", ", Language.ExpressionParser.Functions)}. Boundaries: valid, full, same, circular, reflect, symmetric, replicate.
            """)
        {
            expression, set, shape, gradient, cotangent, output, json,
        };
        HelpWithExamples.Add(
            command,
            "adjoint eval 'sumsq(x - conv(w, y))' --set w=[1,0,-1] --set y=[1,2,4,8,16] --set x=[1,1,1] --grad w",
            "adjoint eval 'conv(w, y, same)' --set w=[[1,2],[3,4]] --set y=picture.npy --output blurred.npy",
            "adjoint eval 'conv(w, y)' --set w=[1,0,-1] --set y=[1,2,4,8,16] --grad y --cotangent [1,0,0] --json");
        command.SetAction(parsed =>
        {
            CheckOutput(parsed.GetValue(output));
            NamedArrays arrays = NamedArrays.Read(parsed.GetValue(set) ?? [], parsed.GetValue(shape) ?? []);
            EvaluationRequest request = EvaluationRequest.Make(
                parsed.GetRequiredValue(expression), arrays, NamesOf(parsed.GetValue(gradient), arrays), parsed.GetValue(cotangent));
            EvaluationResult result = request.Evaluate();
            if (parsed.GetValue(output) is string file)
            {
                NpyFile.Write(file, result.Value);
            }

            if (parsed.GetValue(json))
            {
                JsonOutput.Print(writer => ArrayJson.Write(writer, result), indented: false);
            }
            else
            {
                ArrayText.Print(result);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void CheckOutput(string? file)
    {
        if (file is not null && !file.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
        {
            throw CommandException.Usage($"--output '{file}' is not a .npy file; name one");
        }
    }

    private static Variable[] NamesOf(string? list, NamedArrays arrays)
    {
        List<Variable> variables = [];
        foreach (string name in list?.Split(',', StringSplitOptions.TrimEntries) ?? [])
        {
            Variable variable = arrays.Variables.GetValueOrDefault(name)
                ?? throw CommandException.Usage($"--grad: the name '{name}' is not declared{NearestName.Suggestion(name, arrays.Variables.Keys)}; give it a value with --set");
            if (variables.Contains(variable))
            {
                throw CommandException.Usage($"--grad names '{name}' twice; keep one");
            }

            variables.Add(variable);
        }

        return [.. variables];
    }
}
