using System.Globalization;
using System.Net;
using System.Text;
using Adjoint.Cli.Output;
using Adjoint.Data;
using Adjoint.Imaging;
using Adjoint.Imaging.Plots;
using Adjoint.Models;
using Adjoint.Training;

namespace Adjoint.Cli.Reports;

/// <summary>How well a model classifies, as one page of HTML: its style and plots are within it, it has no script and asks for nothing from elsewhere.</summary>
internal sealed record ClassificationPage
{
    /// <summary>A confusion matrix of more classes is too large to read.</summary>
    private const int MostClasses = 50;

    /// <summary>The heading.</summary>
    public required string Title { get; init; }

    /// <summary>A line below it.</summary>
    public required string Description { get; init; }

    /// <summary>The names of the classes.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The scores; the last one is shown in detail.</summary>
    public required IReadOnlyList<(string Name, ClassificationScore Score)> Scores { get; init; }

    /// <summary>What is to be said, a paragraph each.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>The learning curves, or nothing.</summary>
    public TrainingHistory? History { get; init; }

    /// <summary>What was made small.</summary>
    public string LossName { get; init; } = "loss";

    /// <summary>What the learning curves count.</summary>
    public string StepName { get; init; } = "epoch";

    /// <summary>Pictures to show below, with their headings.</summary>
    public IReadOnlyList<(string Heading, Picture Picture)> Pictures { get; init; } = [];

    /// <summary>Writes the page.</summary>
    public static string Write(ClassificationPage page)
    {
        StringBuilder html = new();
        html.Append($"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{Text(page.Title)}</title>\n<style>\n{Style}</style>\n</head>\n<body>\n");
        html.Append($"<h1>{Text(page.Title)}</h1>\n<p>{Text(page.Description)}</p>\n");
        page.WriteScores(html);
        foreach (string words in page.Words)
        {
            html.Append($"<p>{Text(words)}</p>\n");
        }

        html.Append("<div class=\"plots\">\n");
        if (page.History is TrainingHistory history)
        {
            WritePicture(html, "Learning curves", Curves(history, page));
        }

        (string name, ClassificationScore last) = page.Scores[^1];
        WritePicture(html, $"Reliability, {name}", ReliabilityDiagram.Draw(last.Reliability));
        html.Append("</div>\n");
        page.WriteClasses(html, last);
        page.WriteConfusion(html, last);
        foreach ((string heading, Picture picture) in page.Pictures)
        {
            WritePicture(html, heading, picture);
        }

        return html.Append("</body>\n</html>\n").ToString();
    }

    private void WriteScores(StringBuilder html)
    {
        html.Append("<table>\n<tr><th>pictures</th><th>samples</th><th>accuracy</th><th>top-k</th><th>NLL, nats</th><th>cross-entropy</th><th>Brier</th><th>ECE</th><th>log-likelihood, nats</th></tr>\n");
        foreach ((string name, ClassificationScore score) in Scores)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(name)}</td><td>{score.Samples:N0}</td><td>{100 * score.Accuracy:F2} %</td><td>{100 * score.TopAccuracy:F2} % (k = {score.Top})</td><td>{ClassificationTable.Likelihood(score)}</td><td>{score.CrossEntropy:F4}</td><td>{score.BrierScore:F4}</td><td>{score.ExpectedCalibrationError:F4}</td><td>{LikelihoodWords.Number(score.LogLikelihood)} + const</td></tr>\n");
        }

        html.Append($"</table>\n<p class=\"note\">{Text(ClassificationTable.Definition)}</p>\n");
    }

    private void WriteClasses(StringBuilder html, ClassificationScore score)
    {
        html.Append("<h2>Classes</h2>\n<table>\n<tr><th>class</th><th>samples</th><th>precision</th><th>recall</th><th>F1</th></tr>\n");
        for (int i = 0; i < Classes.Count; i++)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(Classes[i])}</td><td>{score.Confusion.Occurrences(i):N0}</td><td>{ClassificationTable.Percent(score.Confusion.Precision(i))}</td><td>{ClassificationTable.Percent(score.Confusion.Recall(i))}</td><td>{ClassificationTable.Percent(score.Confusion.F1(i))}</td></tr>\n");
        }

        html.Append($"</table>\n<p class=\"note\">{Text(ClassificationTable.Confusions(score, Classes))}</p>\n");
    }

    /// <summary>Each row is a class, its cells the part of its samples that was taken for each; the darker the more.</summary>
    private void WriteConfusion(StringBuilder html, ClassificationScore score)
    {
        if (Classes.Count > MostClasses)
        {
            return;
        }

        html.Append($"<h2>Confusion</h2>\n<table class=\"confusion\">\n<tr><th>is ↓ taken for →</th>{string.Concat(Classes.Select(name => $"<th>{Text(name)}</th>"))}</tr>\n");
        for (int label = 0; label < Classes.Count; label++)
        {
            html.Append($"<tr><th>{Text(Classes[label])}</th>");
            for (int predicted = 0; predicted < Classes.Count; predicted++)
            {
                long count = score.Confusion[label, predicted];
                double part = (double)count / Math.Max(1, score.Confusion.Occurrences(label));

                // The square root makes a few in a hundred visible.
                html.Append(CultureInfo.InvariantCulture, $"<td class=\"{(label == predicted ? "right" : "wrong")}\" style=\"--part:{Math.Sqrt(part):F3}\">{count}</td>");
            }

            html.Append("</tr>\n");
        }

        html.Append("</table>\n");
    }

    private static Picture Curves(TrainingHistory history, ClassificationPage page)
    {
        List<Curve> curves = [new Curve("training", [.. history.Epochs.Select(epoch => epoch.Loss)])];
        if (history.Epochs.Any(epoch => epoch.ValidationLoss is not null))
        {
            curves.Add(new Curve("validation", [.. history.Epochs.Select(epoch => epoch.ValidationLoss ?? double.NaN)]));
        }

        return TrainingCurves.Draw(curves, page.StepName, page.LossName);
    }

    private static void WritePicture(StringBuilder html, string heading, Picture picture)
    {
        using MemoryStream png = new();
        PictureFile.Write(picture, png, PictureFormat.Png);
        string data = Convert.ToBase64String(png.GetBuffer().AsSpan(0, (int)png.Length));
        html.Append($"<figure><figcaption>{Text(heading)}</figcaption><img alt=\"{Text(heading)}\" src=\"data:image/png;base64,{data}\"></figure>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private const string Style = """
        body { font: 15px/1.5 system-ui, sans-serif; color: #222; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { margin-bottom: 0; } h2 { margin-top: 2rem; }
        table { border-collapse: collapse; margin: 1rem 0; display: block; overflow-x: auto; white-space: nowrap; font-variant-numeric: tabular-nums; }
        th, td { padding: 0.2rem 0.7rem; border-bottom: 1px solid #ddd; text-align: right; }
        th:first-child, td:first-child { text-align: left; }
        .note { color: #666; }
        .plots { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; }
        .plots figure { flex: 1 1 22rem; } figure { margin: 1rem 0; } img { max-width: 100%; height: auto; }
        figcaption { font-weight: 600; }
        .confusion { font-size: 0.85em; } .confusion td { text-align: center; padding: 0.3rem 0.5rem; }
        .right { background: rgb(46 125 50 / calc(var(--part) * 0.6)); } .wrong { background: rgb(198 40 40 / var(--part)); }

        """;
}
