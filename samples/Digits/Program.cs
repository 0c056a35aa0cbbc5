// Trains a small classifier on digits that the program draws, and says how many of others it gets right.
// dotnet run -c Release --project samples/Digits
using Adjoint.Data;
using Adjoint.Data.Digits;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Models;
using Adjoint.Optimizers;
using Adjoint.Training;

DrawnDigits digits = new(seed: 1);
LabelledPictures train = digits.Create(first: 0, count: 6000), test = digits.Create(first: 6000, count: 1000);
Sequential model = new(
    [28, 28, 1],
    new Correlation2D(12, 3, Activation.Relu),
    new MaxPooling2D(2),
    new Correlation2D(24, 3, Activation.Relu),
    new MaxPooling2D(2),
    new Dropout(0.2),
    new Dense(10));
FitOptions options = new() { Epochs = 6, BatchSize = 64, ScaleOnFirstBatch = false, Schedule = LearningRateSchedule.Cosine(warmUp: 0.1) };
Progress<TrainingProgress> progress = new(p => Console.Error.WriteLine($"epoch {p.Epoch}/{p.Epochs}  loss {p.Loss:F4}  {p.Remaining:mm\\:ss} left"));
await model.FitAsync(new LabelledSamples(train), new CrossEntropy(), new AdamW(3e-3), options, progress);

ClassificationTask task = new(DrawnDigits.Classes, GivesProbabilities: false);
ClassificationScore score = ClassificationScoring.Score(model, task, test);
Console.WriteLine($"{score.Samples} digits never seen: {score.Accuracy:P1} right, negative log likelihood {score.NegativeLogLikelihood:F3}");
task.WriteTo(model);
model.Save("digits.safetensors");
