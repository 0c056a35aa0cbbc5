using Adjoint.Configuration;

namespace Adjoint.Layers;

/// <summary>The kinds of layers that model files and training files may name. Add your own before reading a file that uses it.</summary>
public static class LayerTable
{
    /// <summary>The kinds.</summary>
    public static KindTable<Layer> Kinds { get; } = Create();

    private static KindTable<Layer> Create()
    {
        KindTable<Layer> kinds = new("layer", new ActivationLayer(Activation.Relu));
        kinds.Add("activation", "A function of each number.", ActivationLayer.Read);
        kinds.Add("add", "The sum of several values.", AddLayer.Read);
        kinds.Add("average-pooling", "The mean of each window.", AveragePooling2D.Read);
        kinds.Add("batch-normalization", "Each channel scaled by its mean and variance over batch and space.", BatchNormalization.Read);
        kinds.Add("chain", "Layers one after the other as one layer.", Chain.Read);
        kinds.Add("concatenate", "Several values behind each other along the channels.", ConcatenateLayer.Read);
        kinds.Add("convolution", "True convolution of pictures: the kernel is flipped.", Convolution2D.Read);
        kinds.Add("correlation", "Correlation of pictures, which most deep-learning libraries call convolution.", Correlation2D.Read);
        kinds.Add("dense", "Every output reads every entry of the sample.", Dense.Read);
        kinds.Add("down-sampling", "Smaller pictures by a whole factor.", DownSampling2D.Read);
        kinds.Add("dropout", "Entries set to zero at random in training.", Dropout.Read);
        kinds.Add("flatten", "The entries of each sample in one axis.", Flatten.Read);
        kinds.Add("global-average-pooling", "The mean of each channel.", GlobalAveragePooling.Read);
        kinds.Add("global-max-pooling", "The largest entry of each channel.", GlobalMaxPooling.Read);
        kinds.Add("group-normalization", "Groups of channels of each sample scaled by their mean and variance.", GroupNormalization.Read);
        kinds.Add("layer-normalization", "Each sample, or each of its pixels, scaled by its mean and variance.", LayerNormalization.Read);
        kinds.Add("max-pooling", "The largest entry of each window.", MaxPooling2D.Read);
        kinds.Add("multiply", "The product of several values.", MultiplyLayer.Read);
        kinds.Add("pixel-shuffle", "Channels moved into space.", PixelShuffle.Read);
        kinds.Add("reshape", "The entries of each sample under another shape.", ReshapeLayer.Read);
        kinds.Add("residual", "Layers whose result is added to what they read.", Residual.Read);
        kinds.Add("softmax", "The channels as probabilities.", SoftmaxLayer.Read);
        kinds.Add("transposed-convolution", "The adjoint in the picture of a true convolution.", TransposedConvolution2D.Read);
        kinds.Add("transposed-correlation", "The adjoint in the picture of a correlation, which most deep-learning libraries call transposed convolution.", TransposedCorrelation2D.Read);
        kinds.Add("up-sampling", "Larger pictures by a whole factor.", UpSampling2D.Read);
        return kinds;
    }
}
