using System.CommandLine;
using System.Globalization;
using Adjoint.Cli.Arguments;
using Adjoint.Cli.Matrices;
using Adjoint.Cli.Output;
using Adjoint.Configuration;
using Adjoint.Tensors;

namespace Adjoint.Cli.Commands;

/// <summary><c>adjoint matrix</c>: the Jacobian of an expression as a matrix; names without values stay symbols.</summary>
internal static class MatrixCommand
{
    /// <summary>Entries that are printed as text or LaTeX at most.</summary>
    private const int MostPrinted = 2500;

    /// <summary>Entries that are written as CSV, JSON or into text files at most.</summary>
    private const int MostWritten = 4_000_000;

    public static Command Create(Invocation invocation)
    {
        Argument<string> expression = new("EXPR") { Description = "The expression, as in 'conv(w, y)'; quote it." };
        Option<string?> names = CommandOptions.FilePath("--wrt", "NAME[,NAME]", "The names to differentiate in; several are one stacked vector.");
        names.Required = true;
        Option<string[]> set = NamedArrays.SetOption(), shape = NamedArrays.ShapeOption();
        Option<bool> transpose = new("--transpose") { Description = "Give the transpose, the matrix of the adjoint." };
        Option<string?> format = CommandOptions.FilePath("--format", "text|latex|csv", "How to print it; text if left out.");
        Option<string?> output = CommandOptions.FilePath("--output", "FILE", "Write it to this file instead: .txt, .tex, .csv, or .npy (numbers).");
        Option<bool> json = CommandOptions.Json();
        Command command = new("matrix", """
            Prints the Jacobian of an expression as a matrix, rows and columns in C order (last axis fastest). Names with a shape alone stay symbols: w2 is entry 2 of w, w1_2
            entry (1, 2). An expression that is not linear in the names of --wrt needs a point, given with --set.
            """)
        {
            expression, names, set, shape, transpose, format, output, json,
        };
        HelpWithExamples.Add(
            command,
            "adjoint matrix 'conv(w, y)' --wrt y --shape w=3 --shape y=5",
            "adjoint matrix 'conv(w, y)' --wrt y --shape w=3 --shape y=5 --transpose --format latex",
            "adjoint matrix 'conv(w, y, circular)' --wrt y --set w=[[1,2],[3,4]] --shape y=4x4",
            "adjoint matrix 'sigmoid(a @ y)' --wrt y --set a=[[1,2],[3,4]] --set y=[0.5,-1] --json");
        command.SetAction(parsed =>
        {
            string? file = parsed.GetValue(output);
            bool asJson = parsed.GetValue(json);
            MatrixFormat? wanted = Format(parsed.GetValue(format), asJson);
            MatrixFormat? written = FileFormat(file, wanted);
            NamedArrays arrays = NamedArrays.Read(parsed.GetValue(set) ?? [], parsed.GetValue(shape) ?? []);
            MatrixRequest request = MatrixRequest.Make(
                parsed.GetRequiredValue(expression), parsed.GetRequiredValue(names) ?? "", arrays, parsed.GetValue(transpose));
            Run(request, wanted ?? MatrixFormat.Text, file, written, asJson, invocation.Cancellation);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Run(MatrixRequest request, MatrixFormat format, string? file, MatrixFormat? written, bool json, CancellationToken cancellation)
    {
        bool prints = json || file is null;
        CheckFile(request, file, written);
        if (prints && request.Size > (json || format == MatrixFormat.Csv ? MostWritten : MostPrinted))
        {
            string many = $"{Count(request.Size)} entries are too many to print; {Offer(request)}";
            if (json || format != MatrixFormat.Text)
            {
                throw CommandException.Usage(many);
            }

            MatrixText.Write(Console.Out, new MatrixAnswer(request.Title, request.Rows, request.Columns, null, request.Words()), null);
            Terminal.Print($"{Environment.NewLine}{many}");
            return;
        }

        MatrixEntries entries = request.Compute(cancellation);
        foreach (string note in request.Kinks())
        {
            Terminal.Note(note);
        }

        if (entries is NumberEntries { NotFinite: > 0 and int notFinite })
        {
            Terminal.Note($"note: {(notFinite == 1 ? "1 entry is" : $"{Count(notFinite)} entries are")} infinite or undefined: the expression has no derivative at this point");
        }

        MatrixAnswer answer = new(request.Title, request.Rows, request.Columns, entries, request.Words());
        if (file is not null)
        {
            WriteFile(file, written!.Value, answer, entries);
        }

        if (json)
        {
            JsonOutput.Print(writer => MatrixJson.Write(writer, answer, entries), indented: false);
        }
        else if (file is not null)
        {
            MatrixText.Write(Console.Out, answer with { Entries = null }, null);
            Terminal.Print($"written to {file}");
        }
        else
        {
            Write(Console.Out, format, answer, entries, Terminal.Output.Profile.Width);
        }
    }

    private static void Write(TextWriter writer, MatrixFormat format, MatrixAnswer answer, MatrixEntries entries, int? width)
    {
        switch (format)
        {
            case MatrixFormat.Text:
                MatrixText.Write(writer, answer, width);
                break;
            case MatrixFormat.Latex:
                MatrixLatex.Write(writer, answer, entries);
                break;
            default:
                MatrixCsv.Write(writer, entries);
                break;
        }
    }

    private static void WriteFile(string file, MatrixFormat format, MatrixAnswer answer, MatrixEntries entries)
    {
        if (format != MatrixFormat.Npy)
        {
            AtomicFile.Write(file, stream =>
            {
                using StreamWriter writer = new(stream, leaveOpen: true);
                Write(writer, format, answer, entries, null);
            });
        }
        else if (entries is NumberEntries numbers)
        {
            NpyFile.Write(file, numbers.Matrix);
        }
        else
        {
            throw CommandException.Usage($"--output '{file}': a .npy file holds numbers, and the entries are formulas; give names values with --set, or take a .csv file");
        }
    }

    private static MatrixFormat? Format(string? text, bool json) => text switch
    {
        null => null,
        _ when json => throw CommandException.Usage("--json and --format exclude each other; keep one"),
        "text" => MatrixFormat.Text,
        "latex" => MatrixFormat.Latex,
        "csv" => MatrixFormat.Csv,
        _ => throw CommandException.Usage($"--format takes text, latex or csv, not '{text}'{NearestName.Suggestion(text, ["text", "latex", "csv"])}"),
    };

    private static MatrixFormat? FileFormat(string? file, MatrixFormat? wanted)
    {
        if (file is null)
        {
            return null;
        }

        MatrixFormat format = Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".txt" => MatrixFormat.Text,
            ".tex" => MatrixFormat.Latex,
            ".csv" => MatrixFormat.Csv,
            ".npy" => MatrixFormat.Npy,
            _ => throw CommandException.Usage($"--output '{file}' must end in .txt, .tex, .csv or .npy"),
        };
        return wanted is null || wanted == format
            ? format
            : throw CommandException.Usage($"--output '{file}' does not fit --format {wanted.Value.ToString().ToLowerInvariant()}; leave one of them out");
    }

    private static void CheckFile(MatrixRequest request, string? file, MatrixFormat? format)
    {
        if (format is null)
        {
            return;
        }

        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (format != MatrixFormat.Npy && request.Size > MostWritten)
        {
            throw CommandException.Usage($"--output '{file}': {Count(request.Size)} entries are too many for text; {Offer(request)}");
        }

        if (format == MatrixFormat.Npy && (request.Size > Array.MaxLength || request.Size * sizeof(double) > available))
        {
            throw CommandException.Usage($"--output '{file}': {Count(request.Size)} entries do not fit into memory; take smaller shapes");
        }
    }

    /// <summary>What file could hold the matrix.</summary>
    private static string Offer(MatrixRequest request) => (request.IsNumbers, request.Size <= MostWritten) switch
    {
        (true, true) => "write them to a file with --output A.npy (or .csv)",
        (true, false) when request.Size <= Array.MaxLength => "write them to a file with --output A.npy",
        (false, true) => "write them to a file with --output A.csv (or .txt, .tex)",
        _ => "take smaller shapes",
    };

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
