using System.Text.Json;
using Adjoint.Imaging;
using Adjoint.Layers;
using Adjoint.Models;
using Adjoint.Tensors;

namespace Adjoint.Cli.Tests;

/// <summary>The command's verdicts on models at given samples.</summary>
public sealed class AnalyzeModelTests(TrainedModel trained) : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Least_squares_of_a_linear_model_has_exact_numbers()
    {
        // The loss is ((w·a + c − t)² + (w·b + c − s)²) / 2 with a = (1, 0) and b = (0, 1); its Hessian is M = rrᵀ + qqᵀ with r = (1, 0, 1), q = (0, 1, 1), whose Gram matrix [[2, 1], [1, 2]] has the eigenvalues 3 and 1.
        new Sequential([1, 2, 1], new Flatten(), new Dense(1)).Save(_place["linear.safetensors"]);
        Arrays([1, 0, 0, 1], [1, -1]);
        JsonElement descent = _place.Run("analyze", "linear.safetensors", "--loss", "mse", "--data", "data", "--json").Json().GetProperty("gradientDescent");
        Assert.Equal("global-minimum", descent.GetProperty("verdict").GetString());
        Assert.True(descent.GetProperty("attained").GetBoolean());
        Assert.Equal(3, descent.GetProperty("lipschitz").GetDouble(), 3e-8);
        Assert.Equal(0.5, descent.GetProperty("step").GetDouble(), 1e-7);
        Assert.Equal(0.5, descent.GetProperty("rate").GetDouble(), 1e-7);
        Assert.False(descent.GetProperty("unique").GetBoolean());
    }

    [Fact]
    public void Cross_entropy_of_separable_pictures_is_not_attained()
    {
        Model model = new Sequential([2, 2, 1], new Flatten(), new Dense(2));
        new ClassificationTask(["dark", "light"], false).WriteTo(model);
        model.Save(_place["classes.safetensors"]);
        _place.Write("pictures.csv", "label,a,b,c,d\n0,0,0,0,0\n1,255,255,255,255\n0,10,0,0,0\n1,200,255,255,255\n");
        new ClassificationTask(["0", "1"], false).WriteTo(model);
        model.Save(_place["numbers.safetensors"]);
        JsonElement json = _place.Run("analyze", "numbers.safetensors", "--loss", "crossentropy", "--data", "pictures.csv", "--json").Json();
        JsonElement descent = json.GetProperty("gradientDescent");
        Assert.Equal(4, json.GetProperty("samples").GetInt32());
        Assert.Equal("global-minimum", descent.GetProperty("verdict").GetString());
        Assert.False(descent.GetProperty("attained").GetBoolean());
        Assert.True(descent.GetProperty("lipschitz").GetDouble() > 0);
        Assert.Contains("2 of the 4 training pictures", _place.Run("analyze", "numbers.safetensors", "--data", "pictures.csv", "--samples", "2").Succeeds().Output, StringComparison.Ordinal);
        Fails("analyze classes.safetensors --data pictures.csv", "its classes are 0, 1; the model's are dark, light");
    }

    [Fact]
    public void A_model_that_restores_is_judged_on_the_middle_of_noisy_pictures()
    {
        // One factor and one offset for all pixels p: the Hessian of the mean squared error is 2/n Σ [[p², p], [p, 1]], whose largest eigenvalue is m + √(m² − d), m half its trace and d its determinant.
        Sequential model = new([8, 8, 1], new Convolution2D(1, 1));
        RestorationTask task = new(25, 3);
        task.WriteTo(model);
        model.Save(_place["factor.safetensors"]);
        double squares = 0, sum = 0;
        const int pixels = 4 * 8 * 8;
        foreach (string path in PictureFolder.Enumerate(trained.Data))
        {
            Tensor<float> noisy = task.Corrupt(model, PictureFile.Read(path), Path.GetFileName(path));
            for (int i = 44; i < 52; i++)
            {
                for (int j = 44; j < 52; j++)
                {
                    squares += (double)noisy[i, j, 0] * noisy[i, j, 0];
                    sum += noisy[i, j, 0];
                }
            }
        }

        double mean = squares / pixels, first = sum / pixels, half = mean + 1, determinant = 4 * (mean - (first * first));
        JsonElement json = _place.Run("analyze", "factor.safetensors", "--loss", "mse", "--data", trained.Data, "--json").Json();
        Assert.Equal(4, json.GetProperty("samples").GetInt32());
        double largest = half + Math.Sqrt((half * half) - determinant);
        Assert.Equal(largest, json.GetProperty("gradientDescent").GetProperty("lipschitz").GetDouble(), 1e-7 * largest);
    }

    [Fact]
    public void What_is_wrong_with_data_is_said_in_one_line()
    {
        Directory.CreateDirectory(_place["empty"]);
        Fails($"analyze {trained.ModelPath} --data empty", "there are no pictures");
        Fails($"analyze {trained.ModelPath} --data nowhere", "nowhere");
        Fails($"analyze {trained.ModelPath} --data {trained.Data} --loss crossentropy", "have no classes");
        new Sequential([1, 2, 1], new Flatten(), new Dense(1)).Save(_place["linear.safetensors"]);
        Arrays([1, 0, 0, 1], [1, -1, 2, 3], targets: 2);
        Fails("analyze linear.safetensors --data data", "a target has shape 2; the model gives 1");
    }

    private void Arrays(float[] inputs, float[] values, int targets = 1)
    {
        Directory.CreateDirectory(_place["data"]);
        NpyFile.Write(_place["data/inputs.npy"], new Tensor<float>([2, 1, 2, 1], inputs));
        NpyFile.Write(_place["data/targets.npy"], new Tensor<float>([2, targets], values));
    }

    private void Fails(string arguments, string message)
    {
        CommandResult result = _place.Run(arguments.Split(' '));
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, Assert.Single(result.ErrorLines, line => !line.EndsWith('…')), StringComparison.Ordinal);
    }
}
