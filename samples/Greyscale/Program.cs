// Trains the network of problem P4 (noisy colour in, clean grey out) on generated pictures, and restores one it has not seen.
// dotnet run -c Release --project samples/Greyscale
using Adjoint.Data;
using Adjoint.Imaging;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Models;
using Adjoint.Optimizers;
using Adjoint.Tensors;
using Adjoint.Training;

DeadLeaves leaves = new(seed: 1);
NoisyToGrey samples = new(leaves.CreateMany(64, 256, 256), patch: 68, margin: 2, seed: 1, samplesPerEpoch: 2048);
Sequential model = new([64, 64, 3], new Convolution2D(8, 3, Activation.Relu), new Convolution2D(1, 3, Activation.Relu));
FitOptions options = new() { Epochs = 30, Schedule = LearningRateSchedule.Cosine(floor: 0.01, warmUp: 0.05) };
Progress<TrainingProgress> progress = new(p => Console.Error.WriteLine($"epoch {p.Epoch}/{p.Epochs}  loss {p.Loss:E3}  {p.Remaining:mm\\:ss} left"));
await model.FitAsync(samples, Loss.MeanSquaredError, new Adam(1e-2), options, progress);
model.Save("greyscale.safetensors");
Tensor<float> noisy = GaussianNoise.AddTo(leaves.Create(1000, 256, 256).ToTensor(), sigma: 25 / 255f, seed: 1);
PictureFile.Write(Picture.FromTensor(noisy), "noisy.png");
PictureFile.Write(Picture.FromTensor(TiledInference.Run(model, noisy)), "restored.png");
