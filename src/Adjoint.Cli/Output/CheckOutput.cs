using System.Globalization;
using System.Text.Json;
using Adjoint.Checking;
using Spectre.Console;

namespace Adjoint.Cli.Output;

/// <summary>What checks found, as a table and as JSON.</summary>
internal static class CheckOutput
{
    private const string Double = "float64", Single = "float32";

    private static readonly (CheckKind Kind, string Precision)[] Columns =
    [
        (CheckKind.DotTest, Double), (CheckKind.DotTest, Single), (CheckKind.DenseTranspose, Double), (CheckKind.Derivative, Double), (CheckKind.FastPath, Double), (CheckKind.FastPath, Single),
        (CheckKind.Facts, Double),
    ];

    /// <summary>Prints a line for each primitive: the worst relative error of each kind of check.</summary>
    public static void Print(IReadOnlyList<CheckSummary> summaries)
    {
        Table table = Tables.Create("primitive");
        foreach (string column in (string[])["checks", .. Columns.Select(column => $"{CheckReport.NameOf(column.Kind)} {(column.Kind is CheckKind.DotTest or CheckKind.FastPath ? column.Precision : "")}".Trim())])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        IGrouping<string, CheckSummary>[] primitives = [.. summaries.GroupBy(summary => summary.Primitive)];
        foreach (IGrouping<string, CheckSummary> primitive in primitives)
        {
            AddRow(table, primitive.Key, [.. primitive]);
        }

        AddRow(table, "worst", summaries);
        Terminal.Output.Write(table);
        Terminal.Print("Largest relative errors; those of dot tests are relative to ‖A‖‖u‖‖v‖ and may be 1e-12 in float64, 1e-5 in float32.");
        int failed = summaries.Sum(summary => summary.Failures.Count);
        PrintFailures([.. summaries.SelectMany(summary => summary.Failures)]);
        Terminal.Print($"{primitives.Length} primitives, {Number(summaries.Sum(summary => summary.Checks))} checks: {(failed == 0 ? "all passed" : $"{Number(failed)} failed")}.");
    }

    /// <summary>Prints a line for each argument of each node, then for each variable of the whole.</summary>
    public static void Print(ExpressionReport report)
    {
        bool hasSingle = report.Checks.Any(check => check.Precision == Single);
        Table table = Tables.Create("node", "in");
        foreach (string column in (string[])["dot test", .. hasSingle ? ["dot test float32"] : Array.Empty<string>(), "derivative"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        CheckReport[] checks = [.. report.Checks];
        for (int i = 0, next; i < checks.Length; i = next)
        {
            // Equal nodes at different places have lines of their own: a line ends where a kind of check comes again.
            for (next = i + 1; next < checks.Length && IsSameLine(checks[i..next], checks[next]); next++)
            {
            }

            CheckReport[] line = checks[i..next];
            string[] cells = [Cell(line, CheckKind.DotTest, Double), .. hasSingle ? [Cell(line, CheckKind.DotTest, Single)] : Array.Empty<string>(), Cell(line, CheckKind.Derivative, Double)];
            table.AddRow(Tables.Row([line[0].Name, line[0].Variable ?? (line[0].Argument is int argument ? $"argument {argument}" : ""), .. cells]));
        }

        Terminal.Output.Write(table);
        foreach (CheckReport remark in checks.Where(check => check.HasRemark))
        {
            Terminal.Print($"{remark.Name}{(remark.Variable is string variable ? $", {variable}" : "")}: {remark.Message}");
        }

        PrintFailures([.. checks.Where(check => !check.Passed)]);
        int failed = checks.Count(check => !check.Passed);
        Terminal.Print($"{Tables.Count(checks.Length, "check")}: {(failed == 0 ? "all passed" : $"{failed} failed")}.");
    }

    /// <summary>Writes the members of the JSON form: a case for each primitive, kind of check and precision.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<CheckSummary> summaries)
    {
        WriteCounts(writer, summaries.Count(summary => summary.Passed), summaries.Count(summary => !summary.Passed));
        foreach (CheckSummary summary in summaries)
        {
            writer.WriteStartObject();
            writer.WriteString("name", summary.Primitive);
            JsonOutput.Number(writer, "relativeError", summary.Worst);
            writer.WriteString("test", CheckReport.NameOf(summary.Kind));
            writer.WriteString("precision", summary.Precision);
            writer.WriteBoolean("passed", summary.Passed);
            writer.WriteNumber("checks", summary.Checks);
            if (!summary.Passed)
            {
                writer.WriteString("message", summary.Failures[0].ToString());
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes the members of the JSON form: a case for each check, the nodes' first.</summary>
    public static void Write(Utf8JsonWriter writer, ExpressionReport report)
    {
        WriteCounts(writer, report.Checks.Count(check => check.Passed), report.Checks.Count(check => !check.Passed));
        foreach (CheckReport check in report.Checks)
        {
            writer.WriteStartObject();
            writer.WriteString("name", check.Name);
            JsonOutput.Number(writer, "relativeError", check.RelativeError);
            writer.WriteString("test", CheckReport.NameOf(check.Kind));
            writer.WriteString("precision", check.Precision);
            if (check.Argument is int argument)
            {
                writer.WriteNumber("argument", argument);
            }

            if (check.Variable is string variable)
            {
                writer.WriteString("variable", variable);
            }

            writer.WriteBoolean("passed", check.Passed);
            if (check.HasRemark || !check.Passed)
            {
                writer.WriteString("message", check.Message);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteCounts(Utf8JsonWriter writer, int passed, int failed)
    {
        writer.WriteNumber("passed", passed);
        writer.WriteNumber("failed", failed);
        writer.WriteStartArray("cases");
    }

    private static bool IsSameLine(CheckReport[] line, CheckReport next) =>
        line[0].Name == next.Name && line[0].Argument == next.Argument && line[0].Variable == next.Variable && line.All(check => (check.Kind, check.Precision) != (next.Kind, next.Precision));

    private static void AddRow(Table table, string name, IReadOnlyList<CheckSummary> summaries)
    {
        string[] cells = [.. Columns.Select(column =>
        {
            CheckSummary[] own = [.. summaries.Where(summary => (summary.Kind, summary.Precision) == column)];
            return own.Length == 0 ? "" : own.All(summary => summary.Passed) && column.Kind == CheckKind.Facts ? "hold" : Cell(own.Max(summary => summary.Worst), own.All(summary => summary.Passed));
        })];
        table.AddRow(Tables.Row([name, Number(summaries.Sum(summary => summary.Checks)), .. cells]));
    }

    private static string Cell(CheckReport[] line, CheckKind kind, string precision) =>
        line.FirstOrDefault(check => !check.Passed && check.Kind == CheckKind.Value) is not null ? "FAILED"
        : line.FirstOrDefault(check => (check.Kind, check.Precision) == (kind, precision)) is CheckReport report ? Cell(report.RelativeError, report.Passed) : "";

    private static string Cell(double error, bool passed)
    {
        string text = error == 0 ? "0" : error.ToString("0.0e-0", CultureInfo.InvariantCulture);
        return passed ? text : double.IsFinite(error) ? $"FAILED {text}" : "FAILED";
    }

    private static void PrintFailures(CheckReport[] failures)
    {
        const int Most = 20;
        foreach (CheckReport failure in failures.Take(Most))
        {
            Terminal.Print(failure.ToString());
        }

        if (failures.Length > Most)
        {
            Terminal.Print($"… and {failures.Length - Most} more.");
        }
    }

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
