using System.Globalization;
using System.Text.Json;
using Adjoint.Tensors;

namespace Adjoint.Cli.Tests;

/// <summary>What is said of a classifier after training: likelihood, overfitting, priors, temperature; as text, as JSON and as a page.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Few_samples_are_learnt_by_heart_which_is_said_and_many_are_not()
    {
        JsonElement few = Train("few", 60, 30, "").Json();
        JsonElement parting = few.GetProperty("overfitting");
        JsonElement[] curves = [.. few.GetProperty("curves").EnumerateArray()];
        Assert.Equal(30, curves.Length);
        double[] validation = [.. curves.Select(epoch => epoch.GetProperty("validation").GetDouble())];
        int best = Array.IndexOf(validation, validation.Min()) + 1;
        Assert.Equal((best, best + 1), (parting.GetProperty("bestEpoch").GetInt32(), parting.GetProperty("fromEpoch").GetInt32()));
        Assert.True(parting.GetProperty("rise").GetDouble() > 0.02);

        // The validation loss of the kept model is that of the best epoch.
        Assert.Equal(validation.Min(), few.GetProperty("validation").GetProperty("nll").GetDouble(), 1e-4);

        JsonElement many = Train("many", 4000, 3, "").Json();
        Assert.Equal(JsonValueKind.Null, many.GetProperty("overfitting").ValueKind);
    }

    [Fact]
    public void The_text_gives_the_likelihood_and_offers_the_remedies_that_are_not_in_use()
    {
        string text = Train("text", 60, 30, "\"prior-variance\": 50, ", json: false).Output;
        Assert.Matches("Joint log-likelihood of the 100 test samples: -\\d+\\.\\d \\+ Σ log p\\(y\\) nats", text);
        Assert.Contains("the same number, as the theory says", text, StringComparison.Ordinal);
        Assert.Matches("Overfitting from epoch \\d+ on", text);
        foreach (string remedy in (string[])["more pictures", "\"prior-scale\"", "\"patience\"", "\"augmentation\"", "\"dropout\"", "\"label-smoothing\""])
        {
            Assert.Contains(remedy, text, StringComparison.Ordinal);
        }

        // The normal prior is in use: it is not offered, and its variance is told: 1/(2·60·50) of each square is added to the mean.
        Assert.DoesNotContain("a normal prior of the weights (", text, StringComparison.Ordinal);
        Assert.Contains("(MAP)", text, StringComparison.Ordinal);
        Assert.Contains("variance σ² = 50", text, StringComparison.Ordinal);
        Assert.Contains((1.0 / 6000).ToString("G4", CultureInfo.InvariantCulture), text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_temperature_makes_validation_likelier_and_is_kept_in_the_model()
    {
        JsonElement plain = Train("plain", 60, 30, "\"keep-best\": false, ").Json();
        JsonElement scaled = Train("scaled", 60, 30, "\"keep-best\": false, ", "\"temperature-scaling\": true, ").Json();
        double temperature = scaled.GetProperty("temperature").GetDouble();
        Assert.Equal(1, plain.GetProperty("temperature").GetDouble());
        Assert.True(temperature > 1, "a model that learnt by heart is too sure of itself");
        Assert.True(scaled.GetProperty("validation").GetProperty("nll").GetDouble() < plain.GetProperty("validation").GetProperty("nll").GetDouble());
        Assert.Equal(plain.GetProperty("test").GetProperty("accuracy").GetDouble(), scaled.GetProperty("test").GetProperty("accuracy").GetDouble());
        Assert.Equal(temperature, double.Parse(SafetensorsFile.Read(_place["runs/scaled/scaled.safetensors"]).Metadata["task.temperature"], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void The_command_that_is_named_proves_that_a_temperature_is_a_convex_problem()
    {
        string text = Train("warm", 60, 2, "", "\"temperature-scaling\": true, ", json: false).Output;
        string command = text[(text.IndexOf("for the proof: adjoint ", StringComparison.Ordinal) + "for the proof: adjoint ".Length)..].Split('\n')[0];
        string[] quoted = command.Split('\'');
        Assert.Equal(3, quoted.Length);
        JsonElement verdict = _place.Run([quoted[0].Trim(), quoted[1], .. quoted[2].Split(' ', StringSplitOptions.RemoveEmptyEntries), "--json"]).Json();
        Assert.Equal("convex", verdict.GetProperty("convexity").GetProperty("verdict").GetString());
    }

    [Theory]
    [InlineData("\"prior-variance\": 1, ", "", "leave out 'l1', 'l2', 'prior-variance'")]
    [InlineData("\"l2\": 1, ", "", "its own 'ridge'")]
    [InlineData("\"patience\": 2, ", "", "'patience'")]
    [InlineData("", "\"augmentation\": [\"flip\"], ", "leave out 'augmentation' and 'mixup'")]
    public void What_minimisation_would_pass_over_is_refused(string training, string data, string message)
    {
        string file = _place.Write("all.json", $$"""
            {
              "model": { "input": [28, 28, 1], "layers": ["global-average-pooling", { "kind": "dense", "units": 10 }] },
              "loss": "cross-entropy",
              "l-bfgs": { "ridge": 0.01 },
              "training": { {{training}}"seed": 1 },
              "data": { "kind": "labelled-pictures", {{data}}"drawn": { "train": 60, "validation": 20, "test": 20 } }
            }
            """);
        CommandResult result = _place.Run("train", file);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_ridge_is_the_prior_of_a_minimisation_and_its_page_gives_the_verdict()
    {
        string file = _place.Write("ridge.json", """
            {
              "model": { "input": [28, 28, 1], "layers": ["global-average-pooling", { "kind": "dense", "units": 10 }] },
              "loss": "cross-entropy",
              "l-bfgs": { "ridge": 0.01 },
              "data": { "kind": "labelled-pictures", "drawn": { "train": 50, "validation": 20, "test": 20 } }
            }
            """);
        JsonElement prior = _place.Run("train", file, "--json").Json().GetProperty("prior");

        // 1/(2·50·0.01).
        Assert.Equal((1, 0.01), (prior.GetProperty("variance").GetDouble(), prior.GetProperty("l2").GetDouble()));
        Assert.Equal(JsonValueKind.Null, prior.GetProperty("scale").ValueKind);
        string page = System.Net.WebUtility.HtmlDecode(File.ReadAllText(_place["runs/ridge/report.html"]));
        Assert.Contains("Global minimum? yes", page, StringComparison.Ordinal);
        Assert.Contains("Learning curves", page, StringComparison.Ordinal);
        Assert.DoesNotContain("the best epoch was chosen", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Logits_that_are_called_probabilities_are_refused()
    {
        string file = _place.Write("logits.json", """
            {
              "model": { "input": [28, 28, 1], "layers": ["global-average-pooling", { "kind": "dense", "units": 10 }] },
              "loss": "cross-entropy", "optimizer": "adam", "training": { "epochs": 1, "scale-on-first-batch": false },
              "data": { "kind": "labelled-pictures", "probabilities": true, "drawn": { "train": 60, "validation": 20, "test": 20 } }
            }
            """);
        CommandResult result = _place.Run("train", file);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("end it with a softmax layer", result.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_needs_no_other_file()
    {
        Train("page", 60, 2, "", json: false);
        string page = File.ReadAllText(_place["runs/page/report.html"]);
        Assert.StartsWith("<!doctype html>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.All(page.Split("src=").Skip(1), source => Assert.StartsWith("\"data:image/png;base64,", source, StringComparison.Ordinal));
        Assert.InRange(page.Split("<img").Length - 1, 2, 3);
        Assert.Contains("Σ log p(y)", System.Net.WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("&lt;few&gt; &amp; none", page, StringComparison.Ordinal);
    }

    private CommandResult Train(string name, int samples, int epochs, string training, string data = "", bool json = true)
    {
        string file = _place.Write($"{name}.json", $$"""
            {
              "description": "<few> & none",
              "model": { "input": [28, 28, 1], "layers": [{ "kind": "dense", "units": 32, "activation": "relu" }, { "kind": "dense", "units": 10 }] },
              "loss": "cross-entropy",
              "optimizer": { "kind": "adam", "rate": 0.003 },
              "training": { {{training}}"epochs": {{epochs}}, "batch": 20, "scale-on-first-batch": false },
              "data": { "kind": "labelled-pictures", {{data}}"drawn": { "train": {{samples}}, "validation": 600, "test": 100 } }
            }
            """);
        return _place.Run(["train", file, "--out", $"runs/{name}", .. json ? (string[])["--json"] : []]).Succeeds();
    }
}
