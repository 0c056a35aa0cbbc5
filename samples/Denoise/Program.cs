// Trains a residual denoiser with batch normalisation on generated pictures: the network learns the noise, which is taken off.
// dotnet run -c Release --project samples/Denoise
using Adjoint.Data;
using Adjoint.Data.Corruptions;
using Adjoint.Imaging;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Metrics;
using Adjoint.Models;
using Adjoint.Optimizers;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Training;

const float Sigma = 25 / 255f;
DeadLeaves leaves = new(seed: 1);
RestorationSamples samples = new(
    leaves.CreateMany(32, 192, 192), new GaussianCorruption(Sigma), RestorationColours.Grey, patch: 40, margin: 0, seed: 1, samplesPerEpoch: 1024);
Sequential model = new(
    [40, 40, 1],
    new Residual(
        new Correlation2D(16, 3, Activation.Relu) { Boundary = Boundary.Same },
        new Correlation2D(16, 3) { Boundary = Boundary.Same, HasBias = false },
        new BatchNormalization(),
        new ActivationLayer(Activation.Relu),
        new Correlation2D(1, 3) { Boundary = Boundary.Same, Initialization = Initialization.Zeros }));
FitOptions options = new() { Epochs = 12, BatchSize = 16, Schedule = LearningRateSchedule.Cosine(warmUp: 0.1) };
Progress<TrainingProgress> progress = new(p => Console.Error.WriteLine($"epoch {p.Epoch}/{p.Epochs}  loss {p.Loss:E3}  {p.Remaining:mm\\:ss} left"));
await model.FitAsync(samples, Loss.MeanSquaredError, new Adam(3e-3), options, progress);
model.Save("denoise.safetensors");

Tensor<float> clean = Luminance.Of(leaves.Create(1000, 256, 256).ToTensor()), noisy = GaussianNoise.AddTo(clean, Sigma, seed: 1);
Tensor<float> restored = TiledInference.Run(model, noisy);
Console.WriteLine($"noisy {PeakSignalToNoiseRatio.Compute(noisy, clean):F2} dB, restored {PeakSignalToNoiseRatio.Compute(restored, clean):F2} dB");
PictureFile.Write(Picture.FromTensor(restored), "denoised.png");
