using System.CommandLine;
using Adjoint.Cli.Arguments;
using Adjoint.Cli.Output;
using Adjoint.Layers;
using Adjoint.Tensors;

namespace Adjoint.Cli.Commands;

/// <summary><c>adjoint summary</c>: what a model consists of.</summary>
internal static class SummaryCommand
{
    public static Command Create()
    {
        Argument<string> model = CommandOptions.Model();
        Option<Shape?> input = CommandOptions.SampleShape("--input", "The shape of a sample to describe it for; the model's usual one if left out.");
        Option<bool> json = CommandOptions.Json();
        Command command = new("summary", "Prints a model's layers, kernel and bias shapes, parameters, multiply-adds and memory.") { model, input, json };
        HelpWithExamples.Add(
            command,
            "adjoint summary runs/greyscale/greyscale.safetensors",
            "adjoint summary runs/greyscale/greyscale.safetensors --input 2160x3840x3 --json");
        command.SetAction(parsed =>
        {
            Model network = ModelArgument.Load(parsed.GetRequiredValue(model));
            Shape shape = parsed.GetValue(input) ?? network.InputShape;
            if (parsed.GetValue(json))
            {
                JsonOutput.Print(writer => ModelSummary.Write(writer, network, shape));
            }
            else
            {
                ModelSummary.Print(network, shape);
            }

            return ExitCode.Success;
        });
        return command;
    }
}
