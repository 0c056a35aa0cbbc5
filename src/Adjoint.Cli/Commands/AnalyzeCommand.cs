using System.CommandLine;
using System.Globalization;
using Adjoint.Analysis;
using Adjoint.Analysis.Convergence;
using Adjoint.Cli.Arguments;
using Adjoint.Cli.Output;
using Adjoint.Cli.Verdicts;

namespace Adjoint.Cli.Commands;

/// <summary><c>adjoint analyze</c>: is it linear, is it convex, does gradient descent get there; each with its proof or its counterexample.</summary>
internal static class AnalyzeCommand
{
    private const int LongestSearch = 3600;

    public static Command Create(Invocation invocation)
    {
        Argument<string> what = new("EXPR|MODEL") { Description = "An expression, as in 'sumsq(x - conv(w, y))', or a model file (.safetensors)." };
        Option<string?> names = CommandOptions.FilePath("--wrt", "NAME[,NAME]", "The names that move; several are one stacked vector. Needed with an expression.");
        Option<string[]> set = NamedArrays.SetOption(), shape = NamedArrays.ShapeOption(), sign = SignArguments.SignOption(), oneHot = SignArguments.OneHotOption();
        Option<string?> loss = CommandOptions.FilePath("--loss", "mse|crossentropy", "The loss of a model.");
        Option<string?> data = CommandOptions.FilePath("--data", "DIR", "Samples at which a model's loss is judged, so that its verdicts are of these and come with numbers: labelled pictures, pictures to restore, or inputs.npy and targets.npy.");
        Option<int?> samples = CommandOptions.WholeNumber("--samples", "N", 1, $"The most samples that are read of --data; {FixedSamples.Usual} if left out.");
        Option<double?> seconds = new("--seconds")
        {
            HelpName = "S",
            Description = "The most seconds of each search for a counterexample, of which there is one a question and, of a model, a layer; 10 if left out. Looked at between steps, which take longer the larger a model and its data are. Where it cuts, the output says so.",
            CustomParser = result => double.TryParse(result.Tokens is [{ Value: string text }] ? text : "", NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number is > 0 and <= LongestSearch
                ? number
                : Refused(result, $"--seconds takes a number above 0, at most {LongestSearch}"),
        };
        Option<long?> seed = CommandOptions.Seed("Seed of the search; 0 if left out.");
        Option<bool> demonstrate = new("--demonstrate") { Description = "Also run gradient descent, and show that it does what the verdict says." };
        Option<string?> plot = CommandOptions.FilePath("--plot", "FILE.png", "Where the runs of --demonstrate are plotted; descent.png if left out.");
        Option<bool> json = CommandOptions.Json();
        Command command = new("analyze", """
            Says whether an expression is linear and convex in the names of --wrt, and whether gradient descent reaches its global minimum: for every value of the names that have only a shape, with a proof;
            or not, with numbers that show it. Names with values are fixed. A vector is judged entry by entry. Of a model it is asked of its loss, layer by layer and in all weights.
            """)
        {
            what, names, set, shape, sign, oneHot, loss, data, samples, seconds, seed, demonstrate, plot, json,
        };
        HelpWithExamples.Add(
            command,
            "adjoint analyze 'sumsq(x - conv(w, y))' --wrt w --shape w=3x3 --shape y=8x8 --shape x=6x6",
            "adjoint analyze 'sumsq(x - conv(w, conv(w, y)))' --wrt w --shape w=3 --shape y=8 --shape x=4",
            "adjoint analyze 'crossentropy(y @ w, t)' --wrt w --shape y=4x3 --shape w=3x5 --shape t=4x5 --onehot t --json",
            "adjoint analyze 'sumsq(x - conv(w, y))' --wrt w --shape w=3 --set y=[1,2,4,8,16] --set x=[1,1,1] --demonstrate",
            "adjoint analyze runs/digits/digits.safetensors --loss crossentropy",
            "adjoint analyze runs/digits/digits.safetensors --loss crossentropy --data digits.csv.gz --samples 100");
        command.SetAction(parsed =>
        {
            AnalysisOptions options = AnalysisOptions.Default with { Seed = parsed.GetValue(seed) ?? 0, Cap = TimeSpan.FromSeconds(parsed.GetValue(seconds) ?? AnalysisOptions.Default.Cap.TotalSeconds) };
            string text = parsed.GetRequiredValue(what);
            bool asJson = parsed.GetValue(json), shows = parsed.GetValue(demonstrate);
            string? picture = PlotFile(parsed.GetValue(plot), shows);
            if (IsModel(text))
            {
                if (parsed.GetValue(names) is not null || shows || ((string[]?[])[parsed.GetValue(set), parsed.GetValue(shape), parsed.GetValue(sign), parsed.GetValue(oneHot)]).Any(given => given is { Length: > 0 }))
                {
                    throw CommandException.Usage("--wrt, --set, --shape, --sign, --onehot and --demonstrate go with an expression; a model's weights are what moves");
                }

                ModelRequest model = new(text, parsed.GetValue(loss), parsed.GetValue(data), parsed.GetValue(samples));
                return model.Samples is null || model.Data is not null
                    ? ModelAnalysis.Run(model, options, asJson, invocation.Cancellation)
                    : throw CommandException.Usage("--samples goes with --data; name the samples with it, or leave --samples out");
            }

            if (parsed.GetValue(loss) is not null)
            {
                throw CommandException.Usage("--loss goes with a model; an expression is a loss itself");
            }

            if (parsed.GetValue(data) is not null || parsed.GetValue(samples) is not null)
            {
                throw CommandException.Usage("--data and --samples go with a model; an expression's names get values by --set");
            }

            NamedArrays arrays = NamedArrays.Read(parsed.GetValue(set) ?? [], parsed.GetValue(shape) ?? []);
            AnalyzeRequest request = AnalyzeRequest.Make(
                text, parsed.GetValue(names), arrays, SignArguments.Read(parsed.GetValue(sign) ?? [], parsed.GetValue(oneHot) ?? [], arrays));
            Answer answer = WorkProgress.Run("analysing", _ => request.Answer(options));
            Demonstration? demonstration = shows ? WorkProgress.Run("running gradient descent", _ => request.Demonstrate(answer, options.Seed)) : null;
            if (demonstration is not null)
            {
                DescentPlot.Write(picture!, demonstration);
            }

            if (asJson)
            {
                JsonOutput.Print(writer => AnswerJson.Write(writer, answer, demonstration));
            }
            else
            {
                AnswerText.Print(text, answer);
                if (demonstration is not null)
                {
                    AnswerText.Print(demonstration, picture!);
                }
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static bool IsModel(string text) =>
        text.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) || text.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);

    private static string? PlotFile(string? plot, bool demonstrates) => (plot, demonstrates) switch
    {
        (null, false) => null,
        (null, true) => "descent.png",
        (_, false) => throw CommandException.Usage("--plot goes with --demonstrate; add it, or leave --plot out"),
        _ when !plot.EndsWith(".png", StringComparison.OrdinalIgnoreCase) => throw CommandException.Usage($"--plot '{plot}' is not a .png file; name one"),
        _ => plot,
    };

    private static double? Refused(System.CommandLine.Parsing.ArgumentResult result, string message)
    {
        result.AddError(message);
        return null;
    }
}
