// Problem P2 as a model: two layers that share one kernel, f(f(y)). Its loss in the kernel is not convex: whether training finds the kernel depends on where it starts.
// Also writes the samples as inputs.npy and targets.npy, which samples/training/shared-kernel.json trains from.
// dotnet run -c Release --project samples/SharedKernel -- FOLDER
using Adjoint.Data;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;
using Adjoint.Tensors;
using Adjoint.Training;

Convolution2D f = new(1, 3) { HasBias = false };
Sequential truth = new([16, 16, 1], f, f), model = new([16, 16, 1], f, f);
float[] kernel = [0, 0.1f, 0, 0.1f, 0.6f, 0.1f, 0, 0.1f, 0];
kernel.CopyTo(truth.Parameters[0].Value.Span);
Tensor<float> inputs = new([64, 16, 16, 1]);
new KeyedRandom(seed: 1, "pictures").FillNormal(inputs.Span);
Tensor<float> targets = truth.Predict(inputs);
ArraySamples samples = new(inputs, targets);

FitOptions options = new() { Epochs = 60, BatchSize = 8, Initialize = false };
foreach (float start in (float[])[0.3f, -0.3f])
{
    model.Parameters[0].Value.Span.Clear();
    model.Parameters[0].Value[1, 1, 0, 0] = start;
    TrainingHistory history = await model.FitAsync(samples, new SumSquaredError(), new Adam(0.02), options);
    string learnt = string.Join(' ', model.Parameters[0].Value.Span.ToArray().Select(weight => weight.ToString("F3")));
    Console.WriteLine($"from {start} at the centre: loss {history.Epochs[^1].Loss:E1}, kernel {learnt}");
}

// f(f(y)) is the same for the kernel and its negative: the two minima are equally good, and between them at 0 neither is reached.
string folder = args.Length > 0 ? args[0] : ".";
Directory.CreateDirectory(folder);
NpyFile.Write(Path.Combine(folder, "inputs.npy"), inputs);
NpyFile.Write(Path.Combine(folder, "targets.npy"), targets);
