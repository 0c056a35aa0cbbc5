using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Optimizers;

namespace Adjoint.Tests.Optimizers;

/// <summary>Optimizers and schedules as training files name them.</summary>
public sealed class TrainingTableTests
{
    [Theory]
    [InlineData("""{ "kind": "sgd", "rate": 0.1 }""", "sgd, rate 0.1, momentum 0")]
    [InlineData("""{ "kind": "sgd", "rate": 0.1, "momentum": 0.9, "nesterov": true }""", "sgd, rate 0.1, nesterov momentum 0.9")]
    [InlineData("\"adam\"", "adam, rate 0.001, beta 0.9 0.999, epsilon 1E-08")]
    [InlineData("""{ "kind": "adam", "rate": 2, "beta1": 0.5, "beta2": 0.6, "epsilon": 0.1 }""", "adam, rate 2, beta 0.5 0.6, epsilon 0.1")]
    [InlineData("""{ "kind": "adamw", "weight-decay": 0.3 }""", "adamw, rate 0.001, decay 0.3, beta 0.9 0.999, epsilon 1E-08")]
    [InlineData("""{ "kind": "rmsprop", "decay": 0.8, "momentum": 0.2, "centred": true }""", "rmsprop, rate 0.01, decay 0.8, epsilon 1E-08, momentum 0.2, centred")]
    [InlineData("\"adagrad\"", "adagrad, rate 0.01, epsilon 1E-10")]
    [InlineData("""{ "kind": "lion", "rate": 0.0002, "weight-decay": 0.5 }""", "lion, rate 0.0002, decay 0.5, beta 0.9 0.99")]
    public void Optimizers_are_named(string json, string description) => Assert.Equal(description, Read(json, OptimizerTable.Kinds).Description);

    [Theory]
    [InlineData("\"constant\"", "constant")]
    [InlineData("""{ "kind": "step", "every": 3 }""", "step, factor 0.1, every 3")]
    [InlineData("""{ "kind": "step", "milestones": [3, 5], "factor": 0.5 }""", "step, factor 0.5, at 3 5")]
    [InlineData("""{ "kind": "exponential", "factor": 0.9 }""", "exponential, factor 0.9")]
    [InlineData("""{ "kind": "cosine", "floor": 0.1, "warm-up": 0.2 }""", "cosine to 0.1, warm-up 0.2")]
    [InlineData("""{ "kind": "cosine-restarts", "period": 2, "multiplier": 3 }""", "cosine-restarts to 0, period 2, multiplier 3")]
    [InlineData("""{ "kind": "warm-up", "part": 0.1, "schedule": { "kind": "warm-up", "part": 0.2, "schedule": "cosine" } }""", "warm-up 0.1 from 0, then warm-up 0.2 from 0, then cosine to 0, warm-up 0")]
    [InlineData("\"one-cycle\"", "one-cycle from 0.04 to 4E-06, rise 0.3")]
    [InlineData("""{ "kind": "plateau", "patience": 3 }""", "plateau, factor 0.1 to 0, patience 3, threshold 0.0001, cooldown 0")]
    [InlineData("""{ "kind": "sequence", "parts": [{ "schedule": "constant", "share": 3 }, { "schedule": "cosine" }] }""", "sequence (3 of constant; 1 of cosine to 0, warm-up 0)")]
    [InlineData("""{ "kind": "product", "schedules": ["constant", "cosine"] }""", "product (constant; cosine to 0, warm-up 0)")]
    public void Schedules_are_named(string json, string description) => Assert.Equal(description, Read(json, ScheduleTable.Kinds).Description);

    [Theory]
    [InlineData("""{ "kind": "sgd", "rate": 0 }""", "'optimizer': A learning rate must be a positive number.")]
    [InlineData("\"sgd\"", "'optimizer.rate' is missing.")]
    [InlineData("""{ "kind": "sgd", "rate": 1, "momentum": 1.5 }""", "'optimizer.momentum' must be a number from 0 to 1, not 1.5.")]
    [InlineData("""{ "kind": "sgd", "rate": 1, "nesterov": true }""", "'optimizer': Nesterov's step looks ahead by the momentum")]
    [InlineData("""{ "kind": "adam", "beta": 1 }""", "'optimizer.beta' is unknown; did you mean 'beta1'?")]
    [InlineData("\"adamq\"", "'optimizer': there is no optimizer of kind 'adamq'; did you mean 'adam'?")]
    public void Optimizers_that_are_none_are_refused(string json, string message) =>
        Assert.StartsWith(message, Assert.Throws<SettingsException>(() => Read(json, OptimizerTable.Kinds)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"step\"", "'schedule': Give either 'every' or 'milestones'.")]
    [InlineData("""{ "kind": "step", "every": 1, "milestones": [1] }""", "'schedule': Give either 'every' or 'milestones'.")]
    [InlineData("""{ "kind": "step", "every": 0 }""", "'schedule.every' must be a whole number from 1 on, not 0.")]
    [InlineData("""{ "kind": "step", "milestones": [] }""", "'schedule': A schedule of zero steps")]
    [InlineData("""{ "kind": "step", "milestones": [1.5] }""", "'schedule': Milestones must be whole numbers")]
    [InlineData("""{ "kind": "cosine-restarts", "period": 0 }""", "'schedule.period' must be a number from 0.001 on, not 0.")]
    [InlineData("""{ "kind": "plateau", "patience": -1 }""", "'schedule.patience' must be a whole number from 0 on, not -1.")]
    [InlineData("""{ "kind": "warm-up", "part": 0, "schedule": "cosine" }""", "'schedule': The part spent rising must be above 0")]
    [InlineData("""{ "kind": "warm-up", "part": 0.1, "schedule": { "kind": "cosine", "flor": 1 } }""", "'schedule.schedule.flor' is unknown; did you mean 'floor'?")]
    [InlineData("""{ "kind": "sequence", "parts": [{ "schedule": "constant" }, { "share": 2 }] }""", "'schedule.parts[1].schedule' is missing.")]
    [InlineData("""{ "kind": "sequence" }""", "'schedule': A sequence of zero schedules")]
    [InlineData("""{ "kind": "product", "schedules": [] }""", "'schedule': A product of zero schedules")]
    public void Schedules_that_are_none_are_refused(string json, string message) =>
        Assert.StartsWith(message, Assert.Throws<SettingsException>(() => Read(json, ScheduleTable.Kinds)).Message, StringComparison.Ordinal);

    private static T Read<T>(string json, KindTable<T> kinds)
        where T : class
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return JsonSettings.ReadPart(document.RootElement, kinds.Name, kinds);
    }
}
