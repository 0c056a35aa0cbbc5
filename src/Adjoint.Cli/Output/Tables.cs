using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Adjoint.Cli.Output;

/// <summary>Tables and numbers in one style.</summary>
internal static class Tables
{
    /// <summary>A table with columns of text.</summary>
    public static Table Create(params IEnumerable<string> columns)
    {
        Table table = new() { Border = TableBorder.Simple };
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)));
        }

        return table;
    }

    /// <summary>A row of plain text.</summary>
    public static IEnumerable<IRenderable> Row(params IEnumerable<string> cells) => cells.Select(cell => new Text(cell));

    /// <summary>“1 picture”, “2 pictures”.</summary>
    public static string Count(int count, string one) => string.Create(CultureInfo.InvariantCulture, $"{count} {one}{(count == 1 ? "" : "s")}");

    /// <summary>“27.94 dB”; “∞ dB” where nothing differs.</summary>
    public static string Decibels(double value) => double.IsPositiveInfinity(value) ? "∞ dB" : string.Create(CultureInfo.InvariantCulture, $"{value:F2} dB");

    /// <summary>“1.2 MB”.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F1} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:F1} kB"),
        _ => $"{bytes} bytes",
    };

    /// <summary>“8 s”, “2 min 05 s”, “1 h 02 min”.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F1} s"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F0} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} min"),
    };
}
