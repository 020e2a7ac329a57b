# Askwell for Functions on Container Apps; on Flex Consumption `npm run package` is deployed instead.
#   docker build -t askwell .

# `npm run pin` puts the digests behind these tags.
ARG NODE_IMAGE=node:24-bookworm-slim
ARG FUNCTIONS_IMAGE=mcr.microsoft.com/azure-functions/node:4-node24

FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY package.json package-lock.json ./
COPY local/package.json local/
COPY speech/package.json speech/
COPY speech/noDownload speech/noDownload/
RUN npm ci
COPY . .
RUN npm run package -- --without-ffmpeg

FROM ${FUNCTIONS_IMAGE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends ffmpeg \
 && rm -rf /var/lib/apt/lists/*
ENV AzureWebJobsScriptRoot=/home/site/wwwroot \
    AzureFunctionsJobHost__Logging__Console__IsEnabled=true \
    AzureWebJobsDisableHomepage=true \
    ASPNETCORE_URLS=http://+:8080
COPY --from=build /src/dist/package /home/site/wwwroot
# Not root; ports below 1024 are for root only, and the host writes below its HOME.
RUN useradd --system --create-home --uid 10001 askwell
ENV HOME=/home/askwell
USER askwell
EXPOSE 8080
